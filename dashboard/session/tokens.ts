import { personIn } from "../rules/beside";
import { endSession, renew, SignInFault, type TokenAnswer } from "./signIn";

/** A token that is as close to its end as this may be over before the request has arrived. */
const MARGIN_MS = 60_000;

interface Held {
  access: string;
  refresh: string | undefined;
  id: string | undefined;
  /** milliseconds of the page's own clock */
  until: number;
}

/** The tokens of the person who is signed in, in memory alone: nothing that is written to the disk of a desk can be taken from
 * it. A page that is loaded anew asks the issuer again, which knows the browser by its session. */
class Tokens {
  private held: Held | undefined;
  private renewing: Promise<string> | undefined;
  /** nothing but a new sign-in helps */
  onEnded: () => void = () => {};

  get areHeld(): boolean {
    return this.held !== undefined;
  }

  hold({ access_token, expires_in, refresh_token, id_token }: TokenAnswer): void {
    this.held = {
      access: access_token,
      refresh: refresh_token ?? this.held?.refresh,
      id: id_token ?? this.held?.id,
      until: performance.now() + expires_in * 1000,
    };
  }

  /** After a sign-in beside what somebody was doing.
   * @returns whether it is the same person's: another's are not held, since what stands there is not theirs */
  holdAgain(answer: TokenAnswer): boolean {
    const [before, now] = [personIn(this.held?.id), personIn(answer.id_token)];
    if (before === undefined || before !== now) return false;
    this.hold(answer);
    return true;
  }

  /** @throws SignInFault where the sign-in is over; another Error where the issuer does not answer */
  async current(): Promise<string> {
    const { held } = this;
    if (!held) throw this.end();
    return performance.now() < held.until - MARGIN_MS ? held.access : this.renewed();
  }

  /** A new one, whatever the date of the one held says: the gateway did not take it. */
  renewed(): Promise<string> {
    this.renewing ??= this.renew().finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  async signOut(): Promise<void> {
    const id = this.held?.id;
    this.held = undefined;
    await endSession(id);
  }

  private async renew(): Promise<string> {
    if (!this.held?.refresh) throw this.end();
    try {
      const answer = await renew(this.held.refresh);
      this.hold(answer);
      return answer.access_token;
    } catch (cause) {
      // an issuer that cannot be reached has not ended anything
      if (!(cause instanceof SignInFault)) throw cause;
      this.held.refresh = undefined; // refused once, it is refused always
      throw this.end();
    }
  }

  private end(): SignInFault {
    this.onEnded();
    return new SignInFault("the sign-in is over");
  }
}

export const tokens = new Tokens();
