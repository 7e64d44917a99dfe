// What is told of events, over a gateway of its own: it waits for deadlines while others work.
import "./gatewayLive";
import "./gatewayLiveDoors";
import "./gatewayLiveProtocol";
import "./gatewayLiveStreams";
