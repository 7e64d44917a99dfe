import { App, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { createContext, type PropsWithChildren, useContext, useEffect, useMemo, useState } from "react";
import { nonce } from "../settings";
import type { Language, Words } from "../words";
import { en } from "../words/en";
import { zh } from "../words/zh";
import { keepPreferences, type Preferences, readPreferences } from "./preferences";
import { themeOf } from "./theme";
import { useMedia } from "./useMedia";

interface Shown extends Preferences {
  words: Words;
  isDark: boolean;
  change: (preferences: Partial<Preferences>) => void;
}

const AppearanceContext = createContext<Shown | undefined>(undefined);

/** Language and colours of all pages. */
export function Appearance({ children }: PropsWithChildren) {
  const [preferences, setPreferences] = useState(readPreferences);
  const systemIsDark = useMedia("(prefers-color-scheme: dark)");
  const moves = !useMedia("(prefers-reduced-motion: reduce)");
  const { language, theme } = preferences;
  const isDark = theme === "dark" || (theme === "system" && systemIsDark);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
    keepPreferences(preferences);
  }, [preferences, language, isDark]);
  const shown = useMemo(() => {
    const change = (changed: Partial<Preferences>) => setPreferences((before) => ({ ...before, ...changed }));
    return { ...preferences, words: wordsIn(language), isDark, change };
  }, [preferences, language, isDark]);
  return (
    <AppearanceContext.Provider value={shown}>
      <ConfigProvider
        csp={{ nonce }}
        locale={language === "zh" ? zhCN : enUS}
        theme={themeOf(isDark, moves)}
        // a space between two characters would be part of what the button is called
        button={{ autoInsertSpace: false }}
      >
        <App>{children}</App>
      </ConfigProvider>
    </AppearanceContext.Provider>
  );
}

export function useAppearance(): Shown {
  const shown = useContext(AppearanceContext);
  if (!shown) throw new Error("outside of Appearance");
  return shown;
}

/** The texts in the language that the person reads. */
export function useWords(): Words {
  return useAppearance().words;
}

function wordsIn(language: Language): Words {
  return language === "zh" ? zh : en;
}
