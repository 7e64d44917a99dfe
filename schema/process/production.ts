// Imported first by each process that serves: whoever starts it need not know. Without it GraphQL's library takes itself to be developed, and
// looks at the class of nearly every value that it passes once more.

process.env.NODE_ENV ??= "production";
