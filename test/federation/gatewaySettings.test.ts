// Those that start a gateway of their own, with settings of their own or to end it; and pieces of one.
import "./gatewayConnections";
import "./gatewayLimits";
import "./gatewayMembers";
import "./gatewayOverload";
import "./gatewayPlanning";
import "./gatewayProcess";
import "./gatewayReload";
import "./gatewayTierHttp";
