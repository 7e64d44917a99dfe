// One file for all, because to load Apollo's gateway costs more than most of these tests.
import "./gatewayAudit";
import "./gatewayGraphiql";
import "./gatewayLimits";
import "./gatewayOverload";
import "./gatewayPartial";
import "./gatewayPlanning";
import "./gatewayProcess";
import "./gatewayProcesses";
import "./gatewayReload";
import "./gatewayTiers";
import "./gatewayUnits";
