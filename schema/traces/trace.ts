/** Values that may leave: names that this platform wrote, codes, counts. Never who asks, what for, or a value of a statement. */
export type Attributes = Record<string, string | number>;

/** One step of a request, from its start to its end. */
export interface Step {
  /** W3C `traceparent`, for the steps inside of this one, in whichever process */
  readonly traceparent: string;
  /** @param failed whether the step did not do what it was for
   * @param name where it is known only now */
  end(attributes?: Attributes, failed?: boolean, name?: string): void;
}

export type StepKind = "SERVER" | "CLIENT" | "INTERNAL";

/** Tells a collector which steps a request took, and how long each was. */
export interface Traces {
  /** The first step of a request.
   * @returns undefined where this request is not traced */
  begin(name: string): Step | undefined;
  /** @param traceparent of the step around; undefined: the request is not traced
   * @returns undefined where it is not */
  step(name: string, kind: StepKind, traceparent: string | undefined, attributes?: Attributes): Step | undefined;
  /** Sends what is not sent yet. */
  close(): Promise<void>;
}

export interface TraceSettings {
  /** where the collector takes OTLP over HTTP, http://127.0.0.1:4318/v1/traces; undefined: nothing is traced */
  url: string | undefined;
  /** the part of the requests that is traced, 0 to 1 */
  share: number;
  /** which process tells it: gateway, county */
  service: string;
  /** told at most once a minute that the collector does not take anything */
  lost(cause: unknown): void;
}
