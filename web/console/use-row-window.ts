import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type RowWindow, windowOf } from "./gradebook-order.ts";

/** Of a sheet's row, as in the style sheet; pixels. */
const rowHeight = 36;

/** How far a box is scrolled, and how high it is; in pixels. */
const useScroll = () => {
  const box = useRef<HTMLElement>(null);
  const [place, setPlace] = useState({ scrollTop: 0, height: 600 });
  const look = (): void => {
    if (box.current) setPlace({ scrollTop: box.current.scrollTop, height: box.current.clientHeight });
  };
  useLayoutEffect(look, []);
  return { box, place, look };
};

/** Which of many rows of a sheet are drawn: those in sight. The others are room above and below, as lengths of CSS. */
export const useRowWindow = (rows: number) => {
  const { box, place, look } = useScroll();
  const { first, end }: RowWindow = windowOf({ ...place, rowHeight }, rows);
  const room = { paddingTop: `${first * rowHeight}px`, paddingBottom: `${(rows - end) * rowHeight}px` };
  return { box, look, first, end, room };
};
