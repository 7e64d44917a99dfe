import { Button, Input, Tag } from "antd";
import { useEffect, useState } from "react";
import { useLive } from "../session/LiveOf";
import { settings } from "../settings";
import { useAppearance } from "../shell/Appearance";
import { Who } from "../shell/Who";
import { instantText } from "../words";
import type { Freeze } from "./useFreeze";

/** What the wall shows, and of when: the time of the figures while they follow, the moment at which they were told to stay. */
export function WallBar({ title, asOf, freeze }: { title: string; asOf: string | undefined; freeze: Freeze }) {
  const { words, language } = useAppearance();
  const { hearing } = useLive();
  const { frozenAt, planned } = freeze;
  const said = frozenAt
    ? words.wall.frozenAt(instantText(frozenAt.toISOString(), language))
    : words.joined.labelled(words.overview.asOf, asOf ? instantText(asOf, language) : words.unknown);
  return (
    <header className="bar wall-bar">
      <h1 className="name">{title}</h1>
      {settings.demonstration && <Tag>{words.demonstration}</Tag>}
      <span role="status" className={frozenAt ? "wall-time frozen" : "wall-time"}>
        {said}
        {!frozenAt && hearing === "LOST" && ` · ${words.wall.lost}`}
        {!frozenAt && hearing === "OUT_OF_DATE" && ` · ${words.wall.outOfDate}`}
        {planned && ` · ${words.wall.planned(instantText(planned.toISOString(), language))}`}
      </span>
      <span className="wall-tools">
        <Clock />
        {frozenAt || planned ? (
          <Button type="text" onClick={freeze.goOn}>
            {words.wall.goOn}
          </Button>
        ) : (
          <>
            <Button type="text" onClick={freeze.freeze}>
              {words.wall.freeze}
            </Button>
            <FreezeAt onChosen={freeze.freezeAt} />
          </>
        )}
        <Button type="text" onClick={() => void toggleFullScreen()}>
          {words.wall.fullScreen}
        </Button>
        <Who />
      </span>
    </header>
  );
}

function FreezeAt({ onChosen }: { onChosen: (time: string) => void }) {
  const { words } = useAppearance();
  const [time, setTime] = useState("");
  return (
    <span className="wall-freeze">
      <Input
        type="time"
        size="small"
        aria-label={words.wall.freezeAt}
        value={time}
        onChange={({ target }) => setTime(target.value)}
      />
      <Button type="text" disabled={!time} onClick={() => onChosen(time)}>
        {words.wall.freezeAt}
      </Button>
    </span>
  );
}

/** The wall's own clock: whoever looks sees that it runs. */
function Clock() {
  const { language } = useAppearance();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <span className="wall-clock">{instantText(now.toISOString(), language)}</span>;
}

async function toggleFullScreen(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen();
}
