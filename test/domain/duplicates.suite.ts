import { type PossibleDuplicate, possibleDuplicates, type Said } from "../../subgraphs/domain/finding/duplicates";

const said = (title: string, description = "", targetId = "t") => ({ targetId, title, description });
const TITLE = "民生项目公示不及时";

function told(found: PossibleDuplicate<Said>[]) {
  return found.map(({ place, of, why }) => [place, "known" in of ? of.known.title : of.place, why]);
}

test.each([
  ["the same title", said(TITLE), "SAME_TITLE"],
  ["other spaces, signs and width", said(" 民生项目　公示不及时。"), "SAME_TITLE"],
  ["letters of full width", said("ＰＰＰ项目公示不及时"), "SAME_TITLE", "ppp 项目，公示不及时"],
  ["the same description", said("公示拖延", "结算情况未按时公示，（虚构）。"), "SAME_DESCRIPTION"],
  ["one character more", said("民生项目公示很不及时"), "NEARLY_SAME_TITLE"],
  ["one character less", said("民生项目公示不及"), "NEARLY_SAME_TITLE"],
  ["one character another", said("民生类目公示不及时、不到位", ""), "NEARLY_SAME_TITLE", "民生项目公示不及时、不到位"],
])("%s is pointed out", (_, entry, why, known = TITLE) => {
  expect(told(possibleDuplicates([entry], [said(known, "结算情况未按时公示（虚构）")]))).toEqual([[0, known, why]]);
});

test.each([
  ["of another target", said(TITLE, "", "other")],
  ["of another matter", said("“三资”台账登记不完整", "账物不符，详见底稿（虚构）")],
  ["of another year", said("2019年度工程款结算不及时"), "2020年度工程款结算不及时"],
  ["with a short description that is said of everything", said("会议记录缺失", "无。"), TITLE, "无"],
  ["with nothing but signs in its title", said("……"), TITLE],
])("what is %s is none", (_, entry, known = TITLE, description = "") => {
  expect(possibleDuplicates([entry], [said(known, description)])).toEqual([]);
});

test("entries of one request are compared with each other, the later one names the earlier", () => {
  const entries = [said(TITLE), said("台账登记不完整"), said(`${TITLE}。`)];
  expect(told(possibleDuplicates(entries, []))).toEqual([[2, 0, "SAME_TITLE"]]);
});

test("three are named at most, the same before nearly the same", () => {
  const known = [said("民生项目公示很不及时"), ...Array.from({ length: 4 }, () => said(TITLE))];
  expect(possibleDuplicates([said(TITLE)], known).map(({ why }) => why)).toEqual(Array(3).fill("SAME_TITLE"));
});

test("a ledger of 5,000 rows that all begin alike is compared in a moment", () => {
  const entries = Array.from({ length: 5_000 }, (_, i) =>
    said(`民生项目公示不及时第${"甲乙丙丁戊己庚辛"[i % 8]}${i}条`),
  );
  const before = process.cpuUsage();
  possibleDuplicates(entries, entries);
  expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
});
