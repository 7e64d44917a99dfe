import "../federation/gatewayProcesses";
