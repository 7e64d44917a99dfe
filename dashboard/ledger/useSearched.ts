import { useHistoryState } from "wouter/use-browser-location";
import { SearchedWords } from "../rules/searched";
import { randomText } from "../session/signIn";

const words = new SearchedWords();

/** What is searched for on the page where one is. */
export function useSearched(): string | undefined {
  return words.of(useHistoryState());
}

/** How a page is gone to on which a text is searched for. */
export function searchingFor(text: string | undefined): { state?: object } {
  return text ? { state: words.keep(randomText(), text) } : {};
}
