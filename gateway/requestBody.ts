import { isUtf8 } from "node:buffer";
import type { FastifyError, FastifyInstance, FastifyRequest } from "fastify";

/** Until the body of an operation has arrived. */
const REQUEST_TIMEOUT_MS = 30_000;

/** JSON in UTF-8 and nothing else. A decoder would put a sign of its own in the place of what it cannot read, and a text would
 * be stored that nobody sent; a key that poisons prototypes is refused by fastify's own parser. */
export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body: Buffer, done) => {
    const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(request.headers["content-type"] ?? "")?.[1];
    if (charset !== undefined && charset.toLowerCase() !== "utf-8") return done(unfit(415));
    if (!isUtf8(body)) return done(unfit(400));
    return parse(request, body.toString("utf8"), done);
  });
}

/** Only a file may take its time on the way here. */
export function endSlowBody({ raw }: FastifyRequest): void {
  // of a body that was refused unread and whose sender is gone, nobody hears the end
  const deadline = setTimeout(() => raw.destroy(), REQUEST_TIMEOUT_MS).unref();
  raw.once("end", () => clearTimeout(deadline)).once("close", () => clearTimeout(deadline));
}

function unfit(statusCode: number): FastifyError {
  return Object.assign(new Error("not JSON in UTF-8"), { code: "UNFIT_BODY", name: "UnfitBody", statusCode });
}
