import { createRoot } from "react-dom/client";
import { Router } from "wouter";
import { Session } from "./session/Session";
import { BASE } from "./settings";
import { Appearance } from "./shell/Appearance";
import { Guarded } from "./shell/Guarded";
import { Leaving, useAskedLocation } from "./shell/Leaving";
import { Pages } from "./shell/Pages";
import "./shell/page.css";

const root = document.querySelector("#root");
if (!root) throw new Error("the document has no place for the page");
createRoot(root).render(
  <Appearance>
    <Router base={BASE} hook={useAskedLocation}>
      <Leaving />
      <Guarded>
        <Session>
          <Pages />
        </Session>
      </Guarded>
    </Router>
  </Appearance>,
);
