/** Why a file is not taken: said to whoever sent it. */
export const FILE_FAULTS = {
  EMPTY: { zh: "文件是空的。", en: "The file is empty." },
  TOO_LARGE: { zh: "文件过大。", en: "The file is larger than allowed." },
  TYPE_NOT_ALLOWED: {
    zh: "文件类型不在允许之列（以内容为准，不看扩展名）。",
    en: "The file's type, as its bytes say it, is not one of the allowed ones.",
  },
  DAMAGED: { zh: "文件已损坏或不完整。", en: "The file is damaged or incomplete." },
  ENCRYPTED: { zh: "文件已加密。", en: "The file is encrypted." },
  MACROS: { zh: "文件含有宏。", en: "The file contains macros." },
  EXPANDS_TOO_FAR: { zh: "文件解压后过大。", en: "The file expands beyond what is allowed." },
  TOO_MANY_PARTS: { zh: "压缩包内文件过多。", en: "The archive has too many parts." },
  UNSAFE_NAME: { zh: "压缩包内有不安全的路径。", en: "A part of the archive has an unsafe path." },
  DOCUMENT_TYPE: {
    zh: "文件内含 DTD 或实体定义。",
    en: "The file declares a document type or entities.",
  },
  TOO_DEEP: { zh: "文件结构嵌套过深。", en: "The file is nested too deeply." },
  TOO_MANY_ROWS: { zh: "行数超过上限（5,000 行）。", en: "There are more rows than allowed (5,000)." },
  TOO_SLOW: { zh: "文件过于复杂，未能在时限内读完。", en: "The file could not be read within the time allowed." },
  TOO_MUCH_MEMORY: { zh: "读取此文件所需内存过多。", en: "Reading the file needs more memory than allowed." },
  ENCODING: {
    zh: "文字编码应为 UTF-8 或 GB18030（GBK），此文件两者都不是，请另存为“CSV UTF-8（逗号分隔）”或 .xlsx。",
    en: "The text should be UTF-8 or GB18030 (GBK) and is neither: save it as CSV UTF-8 or .xlsx.",
  },
  ENCODING_UTF16: {
    zh: "文字编码应为 UTF-8 或 GB18030（GBK），此文件是 UTF-16（“Unicode 文本”），请另存为“CSV UTF-8（逗号分隔）”或 .xlsx。",
    en: "The text should be UTF-8 or GB18030 (GBK) and is UTF-16 (“Unicode text”): save it as CSV UTF-8 or .xlsx.",
  },
  SEPARATED_BY_SEMICOLONS: {
    zh: "各列应以逗号（,）分隔，此文件以分号（;）分隔，请另存为“CSV UTF-8（逗号分隔）”或 .xlsx。",
    en: "The columns should be separated by commas and are separated by semicolons: save it as CSV UTF-8 or .xlsx.",
  },
  SEPARATED_BY_TABS: {
    zh: "各列应以逗号（,）分隔，此文件以制表符（Tab）分隔，请另存为“CSV UTF-8（逗号分隔）”或 .xlsx。",
    en: "The columns should be separated by commas and are separated by tabs: save it as CSV UTF-8 or .xlsx.",
  },
  SEPARATED_BY_WIDE_COMMAS: {
    zh: "各列应以半角逗号（,）分隔，此文件以全角逗号（，）分隔，请另存为“CSV UTF-8（逗号分隔）”或 .xlsx。",
    en: "The columns should be separated by plain commas and are separated by Chinese ones: save it as CSV UTF-8 or .xlsx.",
  },
} as const satisfies Record<string, { zh: string; en: string }>;
type FileFault = keyof typeof FILE_FAULTS;

/** A file that is refused for what it is. */
export class BadFile extends Error {
  constructor(
    readonly fault: FileFault,
    options?: ErrorOptions,
  ) {
    super(fault, options);
  }
}
