import { runSuites } from "../support/suites";

runSuites(__dirname);
