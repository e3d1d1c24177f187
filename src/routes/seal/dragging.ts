import type { Stamp } from '$lib/pdf/place';
import type { ShelfSeal } from './shelf.svelte';
import type { Workbench } from './workbench.svelte';

/** Below this a press is a click, not a drag. */
const THRESHOLD_PX = 4;

/** Moves a stamp for as long as the pointer is down. Listens on the window: the stamp may change its page. */
export function dragStamp(event: PointerEvent, bench: Workbench, stamp: Stamp): void {
  if (event.button !== 0) return;
  const drag = bench.startDrag(stamp);
  if (!drag) return;
  const { view } = bench;
  const start = view.pointAt(event.clientX, event.clientY);
  const grip = { xMm: start.xMm - stamp.xMm, yMm: start.yMm - stamp.yMm };
  follow(
    event,
    ({ clientX, clientY, altKey }) => {
      const at = view.pointAt(clientX, clientY);
      bench.drag(drag, at.page, { xMm: at.xMm - grip.xMm, yMm: at.yMm - grip.yMm }, altKey);
    },
    () => bench.endDrag(),
    () => bench.cancelDrag(),
  );
}

/** Takes a seal from the shelf to a page. */
export function dragFromShelf(event: PointerEvent, bench: Workbench, seal: ShelfSeal): void {
  // A finger scrolls the shelf; it places by touching the seal, then the page.
  if (event.button !== 0 || event.pointerType === 'touch') return;
  follow(
    event,
    ({ clientX, clientY }) => {
      if (bench.held?.sealId !== seal.id) bench.choose(seal.id);
      const at = bench.view.pointAt(clientX, clientY);
      bench.hover = at.inside ? at : undefined;
    },
    ({ clientX, clientY }, moved) => {
      const at = bench.view.pointAt(clientX, clientY);
      const page = bench.view.pages[at.page];
      if (moved && at.inside && page) bench.placeHeld(page, at.xMm, at.yMm);
    },
    (moved) => moved && bench.letGo(),
  );
}

function follow(
  event: PointerEvent,
  onmove: (event: PointerEvent) => void,
  onend: (event: PointerEvent, moved: boolean) => void,
  /** the system has taken the pointer for something else: nothing was let go of anywhere */
  oncancel: (moved: boolean) => void,
): void {
  const { pointerId, clientX, clientY } = event;
  let moved = false;
  const move = (next: PointerEvent): void => {
    if (next.pointerId !== pointerId) return;
    moved ||= Math.hypot(next.clientX - clientX, next.clientY - clientY) >= THRESHOLD_PX;
    if (moved) onmove(next);
  };
  const end = (next: PointerEvent): void => {
    if (next.pointerId !== pointerId) return;
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', end);
    removeEventListener('pointercancel', end);
    if (next.type === 'pointercancel') oncancel(moved);
    else onend(next, moved);
  };
  addEventListener('pointermove', move);
  addEventListener('pointerup', end);
  addEventListener('pointercancel', end);
}
