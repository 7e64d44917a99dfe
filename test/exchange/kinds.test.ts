import { runSuites } from "../support/suites";
import { isAboutKinds } from "./aboutKinds";

runSuites(__dirname, isAboutKinds);
