/** Works through the items, so many at a time. After a failure no further one is begun, and none is under way any more
 * when the failure is told. */
export async function inLanes<Item>(
  lanes: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      await work(item).catch((cause) => {
        left.length = 0;
        throw cause;
      });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failed = ended.find((each) => each.status === "rejected");
  if (failed) throw failed.reason;
}
