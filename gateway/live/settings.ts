export interface LiveSettings {
  /** of one process */
  sockets: number;
  socketsPerPerson: number;
  /** different subscriptions */
  groups: number;
  signInsPerSecond: number;
  /** for tests; a minute by default */
  rightsEveryMs?: number;
}
