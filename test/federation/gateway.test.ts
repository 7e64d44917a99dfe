// One file for all, because to load Apollo's gateway costs more than most of these tests; and one gateway for those that want
// nothing special of it (`sharedGateway`).
import "./gatewayAudit";
import "./gatewayCaller";
import "./gatewayConnections";
import "./gatewayDashboard";
import "./gatewayGraphiql";
import "./gatewayLimits";
import "./gatewayLive";
import "./gatewayLiveDoors";
import "./gatewayOverload";
import "./gatewayPartial";
import "./gatewayPlanning";
import "./gatewayProcess";
import "./gatewayReload";
import "./gatewayReplicas";
import "./gatewayRequests";
import "./gatewayTierHttp";
import "./gatewayTiers";
import "./gatewayUnits";
