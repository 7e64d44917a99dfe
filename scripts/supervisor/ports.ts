import { createServer } from "node:net";

/** @param setting the environment variable that names the port
 * @throws where something else listens */
export async function refuseTakenPort(host: string, port: number, setting: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "EADDRINUSE" ? "is in use by another program" : `can't be used (${error.code})`;
      reject(new Error(`Port ${port} of ${host} ${reason}. Stop that program, or name another port (${setting}).`));
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
