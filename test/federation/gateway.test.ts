// One file for those that want nothing special of a gateway: they share one (`sharedGateway`), because to load Apollo's gateway costs
// more than most of these tests.
import "./gatewayAudit";
import "./gatewayCaller";
import "./gatewayDashboard";
import "./gatewayGraphiql";
import "./gatewayPartial";
import "./gatewayRequests";
import "./gatewayTiers";
import "./gatewayUnits";
