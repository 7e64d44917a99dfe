import { defineConfig } from "vite";

/** The oldest Chromium that Ant Design's styles allow: logical properties came with 89. */
const OLDEST = "chrome89";

export default defineConfig({
  root: import.meta.dirname,
  base: "/dashboard/",
  logLevel: "warn",

  build: {
    target: OLDEST,
    cssTarget: OLDEST,
    outDir: "../dist/browser",
    emptyOutDir: true,
    manifest: true,
    // loaded under a strict policy: nothing inline
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      // "use client" says something to servers that render pages; here nothing does
      onLog: (level, log, show) => log.code !== "MODULE_LEVEL_DIRECTIVE" && show(level, log),
    },
  },
});
