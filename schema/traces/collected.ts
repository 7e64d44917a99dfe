import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { Resource } from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-base";
import type { Attributes, Step, StepKind, TraceSettings, Traces } from "./trace";

const EXPORT_MS = 2_000;
const TELL_EVERY_MS = 60_000;
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/;

/** Traces through OpenTelemetry. The provider is nobody's global one: what a library would tell of itself stays here. */
export function collectedTraces({ url, share, service, lost }: TraceSettings & { url: string }): Traces {
  const exporter = telling(new OTLPTraceExporter({ url, timeoutMillis: EXPORT_MS }), lost);
  const provider = new BasicTracerProvider({
    resource: new Resource({ "service.name": service }),
    spanProcessors: [new BatchSpanProcessor(exporter, { exportTimeoutMillis: EXPORT_MS, scheduledDelayMillis: 1_000 })],
  });
  const tracer = provider.getTracer("inspection-federation");
  const start = (name: string, kind: StepKind, parent?: RegExpExecArray, attributes?: Attributes): Step => {
    const [, traceId = "", spanId = ""] = parent ?? [];
    const around = { traceId, spanId, traceFlags: 1, isRemote: true };
    const context = parent ? trace.setSpanContext(ROOT_CONTEXT, around) : ROOT_CONTEXT;
    const span = tracer.startSpan(name, { kind: SpanKind[kind], attributes }, context);
    const own = span.spanContext();
    return {
      traceparent: `00-${own.traceId}-${own.spanId}-01`,
      end(found = {}, failed = false, named = name) {
        span.updateName(named).setAttributes(found);
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  };
  return {
    begin: (name) => (Math.random() < share ? start(name, "SERVER") : undefined),
    step(name, kind, traceparent, attributes) {
      const parent = TRACEPARENT.exec(traceparent ?? "");
      return parent ? start(name, kind, parent, attributes) : undefined;
    },
    close: () => provider.shutdown(),
  };
}

/** A collector that is away costs its traces, and one line in the log. */
function telling(exporter: SpanExporter, lost: TraceSettings["lost"]): SpanExporter {
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    export(spans: ReadableSpan[], done) {
      exporter.export(spans, (result) => {
        if (result.code !== 0 && performance.now() - toldAt > TELL_EVERY_MS) {
          toldAt = performance.now();
          lost(result.error);
        }
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
