import { type ThemeConfig, theme } from "antd";

/** Ant Design's colours where they have less contrast than WCAG 2.2 AA asks for (4.5 : 1) are replaced here. */
export function themeOf(isDark: boolean, moves: boolean): ThemeConfig {
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      motion: moves,
      colorPrimary: isDark ? "#1668dc" : "#1554ad",
      colorLink: isDark ? "#8bbcff" : "#1554ad",
      colorLinkHover: isDark ? "#b3d3ff" : "#0d3c80",
      colorLinkActive: isDark ? "#b3d3ff" : "#0d3c80",
      colorTextSecondary: isDark ? "rgba(255,255,255,0.78)" : "rgba(0,0,0,0.72)",
      colorTextTertiary: isDark ? "rgba(255,255,255,0.66)" : "rgba(0,0,0,0.62)",
      colorTextDescription: isDark ? "rgba(255,255,255,0.70)" : "rgba(0,0,0,0.65)",
      colorTextPlaceholder: isDark ? "rgba(255,255,255,0.62)" : "rgba(0,0,0,0.60)",
      // 3 : 1, by which an empty field or box is seen at all
      colorBorder: isDark ? "#757a82" : "#8c8c8c",
      colorTextDisabled: isDark ? "rgba(255,255,255,0.55)" : "rgba(0,0,0,0.55)",
      borderRadius: 4,
      fontFamily:
        'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif',
    },
    components: {
      Layout: { headerPadding: "0 16px", headerHeight: 56 },
      // what is chosen in a menu, and a button under the pointer
      ...(isDark && {
        Dropdown: { colorPrimary: "#8bbcff" },
        Button: { colorPrimaryHover: "#1d5fbf", defaultHoverColor: "#8bbcff", defaultHoverBorderColor: "#8bbcff" },
      }),
    },
  };
}

/** Of alerts and tiles, each with its text beside it: nobody has to tell them apart by colour alone. Text on them is black on
 * the light ones, white on the dark ones. */
export const SIGNALS = {
  light: { GREEN: "#23803a", YELLOW: "#8a5a00", RED: "#c0201b" },
  dark: { GREEN: "#7ad08f", YELLOW: "#f0c040", RED: "#ff8f87" },
} as const;
