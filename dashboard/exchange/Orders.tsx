import { Tag } from "antd";
import { OrdersReceived, OrdersSent } from "../generated/operations";
import type { OrdersReceivedQuery, OrdersSentQuery } from "../generated/types";
import type { TierOfRows } from "../rules/tiers";
import { useWords } from "../shell/Appearance";
import { Facts } from "../shell/Facts";
import { Signal } from "../shell/Signal";
import { Tray } from "../shell/Tray";
import { wordFor } from "../words";
import { OrderCommands } from "../work/OrderCommands";
import { useReceiptsText } from "./useReceiptsText";

type OrderIn = NonNullable<OrdersReceivedQuery["cityOrders"]>["nodes"][number];
type OrderOut = NonNullable<OrdersSentQuery["cityOrders"]>["nodes"][number];

/** 下达本办的派单: to be signed for and answered. */
export function OrdersIn({ tier }: { tier: TierOfRows }) {
  const { exchange } = useWords();
  return (
    <Tray title={exchange.ordersIn} tier={tier} asks={OrdersReceived} rowsOf={({ orders }) => orders}>
      {(order) => <Received order={order} tier={tier} />}
    </Tray>
  );
}

function Received({ order, tier }: { order: OrderIn; tier: TierOfRows }) {
  const texts = useWords().exchange;
  return (
    <>
      <Head order={order}>{order.way === "COPY" && <Tag>{texts.copy}</Tag>}</Head>
      <Facts
        facts={[
          [texts.issuer, order.issuer?.name],
          [
            texts.request,
            <span key="request" className="prose">
              {order.request}
            </span>,
          ],
          [texts.basis, [order.basis, order.documentNumber].filter(Boolean).join(" · ")],
          ...useDays(order),
          [texts.reason, order.reason],
          [texts.answer, order.answer && <span className="prose">{order.answer}</span>],
          [texts.status, order.lostAt && texts.lost],
        ]}
      />
      <OrderCommands order={order} tier={tier} isOurs={false} />
    </>
  );
}

/** 本办下达的派单: whether they arrived, what was answered, what is late. */
export function OrdersOut({ tier }: { tier: TierOfRows }) {
  const { exchange } = useWords();
  return (
    <Tray title={exchange.ordersOut} tier={tier} asks={OrdersSent} rowsOf={({ orders }) => orders}>
      {(order) => <Sent order={order} tier={tier} />}
    </Tray>
  );
}

function Sent({ order, tier }: { order: OrderOut; tier: TierOfRows }) {
  const words = useWords();
  const receiptsText = useReceiptsText();
  const texts = words.exchange;
  return (
    <>
      <Head order={order} />
      <Facts
        facts={[
          [texts.addressee, order.addressee?.name],
          ...useDays(order),
          [words.work.submit.receipts, receiptsText(order.receipts)],
          [texts.reason, order.reason],
          [texts.answer, order.answer && <span className="prose">{order.answer}</span>],
          [texts.findings, words.joined.list(...order.receivedFindings.map(({ title }) => title))],
        ]}
      />
      <OrderCommands order={order} tier={tier} isOurs />
    </>
  );
}

function Head({
  order: { title, status },
  children,
}: {
  order: { title: string; status: string };
  children?: React.ReactNode;
}) {
  const words = useWords();
  return (
    <div className="row">
      <strong>{title}</strong>
      <Tag color="blue">{wordFor(words.orderStatus, status)}</Tag>
      {children}
    </div>
  );
}

/** Until when somebody has to do something, in its colour. */
function useDays({
  receiptDueOn,
  dueOn,
  colour,
  daysOverdue,
  reminders,
}: {
  receiptDueOn: string;
  dueOn: string;
  colour?: string | null;
  daysOverdue?: number | null;
  reminders: number;
}) {
  const texts = useWords().exchange;
  const late = daysOverdue ? texts.daysOverdue(daysOverdue) : "";
  return [
    [texts.receiptDue, receiptDueOn],
    [
      texts.due,
      <Signal key="due" colour={colour}>
        {[dueOn, late].filter(Boolean).join(" · ")}
      </Signal>,
    ],
    ["", reminders > 0 && texts.reminders(reminders)],
  ] as const;
}
