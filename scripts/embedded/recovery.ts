/** The first kernel that tells of errors which it met while it wrote a whole file system out. */
const [MAJOR, MINOR] = [5, 8];

/** What a server that was killed does before it reads its log: it has whatever was left in memory written to the disk. As it comes, it opens and
 * writes out every file of its folder, one by one, which on a busy machine took 8 to 22 seconds of a recovery; Linux does all of it in one
 * call, in 1 to 2.
 * @param release of the kernel, as `os.release()` says it */
export function recoverySettings(platform: NodeJS.Platform, release: string): Record<string, string> {
  const [major = 0, minor = 0] = release.split(/[.-]/).map(Number);
  const tells = major > MAJOR || (major === MAJOR && minor >= MINOR);
  return platform === "linux" && tells ? { recovery_init_sync_method: "syncfs" } : {};
}
