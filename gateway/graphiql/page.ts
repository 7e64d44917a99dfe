/** The page around GraphiQL: a bar with the access token and the saved operations. */
export const page = `<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<title>GraphiQL · 巡视巡察联动平台</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/graphiql.css">
<link rel="stylesheet" href="/graphiql/page.css">
</head>
<body>
<form id="bar">
<label>访问令牌 Access token <input id="token" type="password" autocomplete="off" spellcheck="false"
 placeholder="npm run -s token -- ACCOUNT"></label>
<button type="submit">使用 Use</button>
<label>已存查询 Saved operation <select id="operation"><option value=""></option></select></label>
</form>
<noscript>本页需要 JavaScript。This page needs JavaScript.</noscript>
<div id="root"><p id="hint">请先粘贴一个账号的访问令牌：在终端运行 npm run -s token -- ACCOUNT。<br>
Paste an account's access token first: run npm run -s token -- ACCOUNT in a terminal.</p></div>
<pre id="first" hidden>query Viewer {
  viewer {
    person
    officeRegion { pathName }
    roles
  }
}
</pre>
<script src="/graphiql/graphiql.js"></script>
<script src="/graphiql/page.js"></script>
</body>
</html>
`;

export const pageStyle = `
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; overflow: hidden; }
#bar { display: flex; gap: 1em; align-items: center; padding: 0.5em 1em; font: 14px system-ui, sans-serif; }
#token { width: 24em; }
#root { flex: 1; min-height: 0; min-width: 0; overflow: hidden; }
#hint { padding: 2em; font: 16px system-ui, sans-serif; }
`;

/** Runs in the browser. The token lives as long as the tab, never in the address or in lasting storage; the queries live
 * as long as the page, since somebody else may sit at the same screen next. */
export const pageScript = `"use strict";
(async () => {
  const workers = { json: "json", graphql: "graphql" };
  self.MonacoEnvironment = {
    globalAPI: false,
    getWorkerUrl: (_module, label) => "/graphiql/" + (workers[label] ?? "editor") + ".worker.js",
  };
  const saved = await (await fetch("/graphiql/operations.json")).json();
  const chosen = new URL(location.href).searchParams.get("operation") ?? "";
  const menu = document.querySelector("#operation");
  for (const { name } of saved) menu.add(new Option(name, name));
  menu.value = chosen;
  menu.addEventListener("change", () => {
    location.search = new URLSearchParams({ operation: menu.value });
  });

  async function ask(parameters, options) {
    const headers = { "content-type": "application/json", authorization: "Bearer " + sessionStorage.getItem("token") };
    const body = JSON.stringify(parameters);
    const response = await fetch("/graphql", { method: "POST", headers: { ...headers, ...options?.headers }, body });
    return response.json();
  }

  let shown = false;
  function show() {
    if (shown || !sessionStorage.getItem("token")) return;
    shown = true;
    document.querySelector("#hint").remove();
    YogaGraphiQL.renderYogaGraphiQL(document.querySelector("#root"), {
      title: "巡视巡察联动平台",
      logo: " ",
      fetcher: ask,
      query: saved.find(({ name }) => name === chosen)?.query ?? document.querySelector("#first").textContent,
      storage: { getItem: () => null, setItem() {}, removeItem() {}, clear() {}, length: 0 },
      defaultEditorToolsVisibility: "variables",
      shouldPersistHeaders: false,
      onEditQuery() {},
    });
  }

  const token = document.querySelector("#token");
  token.value = sessionStorage.getItem("token") ?? "";
  document.querySelector("#bar").addEventListener("submit", (event) => {
    event.preventDefault();
    sessionStorage.setItem("token", token.value.trim());
    show();
  });
  show();
})();
`;
