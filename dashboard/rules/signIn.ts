/** Whether an issuer's answer to a question for tokens ends the sign-in. Any other that is not a success is of a server that cannot answer just
 * now, or of one before it: the same question may be asked again.
 * @param status of HTTP (RFC 6749, 5.2) */
export function endsSignIn(status: number): boolean {
  return status === 400 || status === 401;
}
