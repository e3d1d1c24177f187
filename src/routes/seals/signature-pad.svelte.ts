import type { StrokePoint } from '$lib/seal';

type Stroke = StrokePoint[];

/** What the hand writes on a pad, in CSS pixels. */
export class SignatureStrokes {
  strokes = $state.raw<readonly Stroke[]>([]);
  /** the stroke under the pen; not yet one of `strokes` */
  current: Stroke | undefined;
  #pointer: number | undefined;

  begin(event: PointerEvent, origin: DOMRect): void {
    // A palm that rests on the screen, or a second finger, writes nothing.
    if (this.#pointer !== undefined || event.button !== 0) return;
    this.#pointer = event.pointerId;
    this.current = [pointOf(event, origin)];
  }

  /** @returns whether anything was added */
  go(event: PointerEvent, origin: DOMRect): boolean {
    if (event.pointerId !== this.#pointer || !this.current) return false;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const part of events.length > 0 ? events : [event]) this.current.push(pointOf(part, origin));
    return true;
  }

  end(event: PointerEvent): boolean {
    if (event.pointerId !== this.#pointer || !this.current) return false;
    this.strokes = [...this.strokes, this.current];
    this.current = undefined;
    this.#pointer = undefined;
    return true;
  }

  undo(): void {
    this.strokes = this.strokes.slice(0, -1);
  }

  clear(): void {
    this.strokes = [];
  }
}

function pointOf(event: PointerEvent, origin: DOMRect): StrokePoint {
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  const pressure = event.pointerType === 'pen' ? Math.round(event.pressure * 1000) / 1000 : 0;
  return [
    rounded(event.clientX - origin.left),
    rounded(event.clientY - origin.top),
    Math.round(event.timeStamp),
    pressure,
  ];
}
