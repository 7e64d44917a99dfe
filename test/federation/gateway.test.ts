// One file for all, because to load Apollo's gateway costs more than most of these tests.
import "./gatewayGraphiql";
import "./gatewayLimits";
import "./gatewayPartial";
import "./gatewayProcess";
import "./gatewayReload";
