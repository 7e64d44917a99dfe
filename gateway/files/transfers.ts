/** Places for files on their way, and how many of them one person may have. Nobody waits for one. */
export class Transfers {
  private readonly ofPerson = new Map<string, number>();
  private all = 0;

  constructor(
    private readonly most: number,
    private readonly mostOfOne: number,
  ) {}

  /** @returns whether there was a place, which is to be given back */
  take(person: string): boolean {
    const own = this.ofPerson.get(person) ?? 0;
    if (this.all >= this.most || own >= this.mostOfOne) return false;
    this.all += 1;
    this.ofPerson.set(person, own + 1);
    return true;
  }

  giveBack(person: string): void {
    const own = this.ofPerson.get(person) ?? 0;
    this.all -= 1;
    if (own > 1) this.ofPerson.set(person, own - 1);
    else this.ofPerson.delete(person);
  }
}
