import { randomBytes } from "node:crypto";

export interface Page {
  headers: Record<string, string>;
  html: string;
}

const STYLE = `
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; background: #f3f4f6; color: #1f2937; }
main { max-width: 24rem; margin: 10vh auto; padding: 1.5rem 2rem 2rem; background: #fff; border: 1px solid #d1d5db; }
h1 { font-size: 1.25rem; } label { display: block; margin-top: 1rem; }
input, button { font: inherit; box-sizing: border-box; width: 100%; padding: .5rem; }
button { margin-top: 1.5rem; background: #991b1b; color: #fff; border: 0; cursor: pointer; }
.fault { color: #991b1b; } .note { color: #4b5563; font-size: .875rem; }`;

/** What the list of accounts offers: the id that is written, and whose it is. */
interface Offered {
  id: string;
  label: string;
}

/** The sign-in form; works without JavaScript and loads nothing.
 * @param account what to fill in, as the caller or the person wrote it */
export function signInPage(action: string, account: string, accounts: readonly Offered[], fault?: string): Page {
  return page(
    "登录 Sign in",
    `${fault ? `<p class="fault" role="alert">${escaped(fault)}</p>` : ""}
<form method="post" action="${escaped(action)}">
<label for="account">账号 Account</label>
<input id="account" name="account" value="${escaped(account)}" placeholder="county:990101.clerk" list="accounts" required autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="80">
<datalist id="accounts">${accounts.map(({ id, label }) => `<option value="${escaped(id)}">${escaped(label)}</option>`).join("")}</datalist>
<label for="password">口令 Password</label>
<input id="password" name="password" type="password" required autocomplete="current-password" maxlength="200">
<button type="submit">登录 Sign in</button>
</form>
<p class="note">仅供演示。账号与随机口令见 data/accounts.json。<br>For demonstration only. Accounts and their random passwords are in data/accounts.json.</p>`,
  );
}

/** @param form the library's own, which says whose session it is; a button sends it */
export function signOutPage(form: string): Page {
  return page(
    "退出登录 Sign out",
    `${form}
<p>在此浏览器上退出演示账号。The demonstration account is signed out of this browser.</p>
<button type="submit" form="op.logoutForm" name="logout" value="yes">退出登录 Sign out</button>`,
  );
}

export function messagePage(message: string): Page {
  return page("无法登录 Sign-in failed", `<p class="fault" role="alert">${escaped(message)}</p>`);
}

/** Chromium checks form-action on the redirects after a form as well, hence the loopback addresses of the clients. */
function page(title: string, body: string): Page {
  const nonce = randomBytes(16).toString("base64");
  return {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": [
        "default-src 'none'",
        `style-src 'nonce-${nonce}'`,
        "form-action 'self' http://127.0.0.1:*",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ].join("; "),
    },
    html: `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style nonce="${nonce}">${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1>
${body}
</main></body>
</html>
`,
  };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
