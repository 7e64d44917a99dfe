import { readFileSync } from "node:fs";
import { ApolloGateway } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";

// A process of its own: the library's gateway as its documentation starts it, over the supergraph that it is given.

process.env.APOLLO_TELEMETRY_DISABLED = "true";
const gateway = new ApolloGateway({ supergraphSdl: readFileSync(process.argv[2] as string, "utf8") });
const server = new ApolloServer({ gateway });
void startStandaloneServer(server, { listen: { host: "127.0.0.1", port: 0 } }).then(({ url }) => {
  process.stdout.write(`${JSON.stringify({ url: new URL("/", url).origin })}\n`);
});
