// Ledgers that come in and that go out, of one round on one platform.
import "./ledgerRoom";
import "./ledgersIn";
import "./ledgersOut";
