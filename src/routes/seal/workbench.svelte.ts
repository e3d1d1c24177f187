import { goto } from '$app/navigation';
import { displaySize, type PageGeometry, type Placement, type Stamp } from '$lib/pdf/place';
import type { DateFormat } from '$lib/seal';
import type { DayProblem } from '$lib/ui';
import { incoming } from '../incoming.svelte';
import { today } from '../seal-drawing';
import type { DocumentView } from './document-view.svelte';
import { centredAt, clampToPage, middleOfEdge, moveStamp, PAGES_PER_SEAL, turn } from './editing';
import { keepWork, takeWork } from './kept-work';
import { Placements, type NewPlacement } from './placements.svelte';
import type { Shelf, ShelfSeal } from './shelf.svelte';
import { snap, type Guide } from './snapping';

export type Tool = Placement['kind'];

/** Margin at which the first seal of a batch stands, in from the lower right corner. */
const BATCH_MARGIN_MM = 20;
const SNAP_PX = 6;

type Rule = Extract<Placement, { kind: 'batch' | 'straddle' | 'keyword' }>;

function isRule(placement: Placement): placement is Rule {
  return placement.kind === 'batch' || placement.kind === 'straddle' || placement.kind === 'keyword';
}

/** A stamp that is being moved, and its placement, as they were at the start. */
export interface Drag {
  placement: Placement;
  stamp: Stamp;
}

/** The workbench with a document open: which seal is in hand, what has been placed, what is being moved. */
export class Workbench {
  readonly placements: Placements;
  #begun = false;
  /** the company seal that the next placement takes */
  #chosenId = $state<string | undefined>(undefined);
  #signatureId = $state<string | undefined>(undefined);
  readonly seal = $derived.by(() => this.shelf.get(this.#chosenId ?? '') ?? this.#first);
  readonly signature = $derived.by(() => this.shelf.get(this.#signatureId ?? '') ?? this.shelf.signatures[0]);
  /** a seal in the hand: the next click on a page puts it there */
  held = $state.raw<{ tool: 'single' | 'signature' | 'date'; sealId: string } | undefined>(undefined);
  /** where the held seal hovers: its centre, in millimetres of the page as shown */
  hover = $state.raw<{ page: number; xMm: number; yMm: number } | undefined>(undefined);
  /** the placement whose stamp takes the focus as soon as it is shown */
  focusWish = $state.raw<{ placementId: string; page: number } | undefined>(undefined);
  /** lines that the moved seal has snapped to, and the page that they are on */
  guides = $state.raw<{ page: number; lines: readonly Guide[] } | undefined>(undefined);
  dateFormat = $state<DateFormat>('chinese');
  day = $state(today());
  /** what is wrong with the day that is being typed: until it is mended the one before stands, and nothing is sealed */
  dateProblem = $state<DayProblem | undefined>(undefined);
  /** all that was placed can be sealed */
  readonly ready = $derived.by(() => this.placements.ready && this.dateProblem === undefined);
  /** the seal that is in hand, or that the selected rule puts on the pages: the one to look chosen */
  readonly sealInHand = $derived.by(() => {
    const { selected } = this.placements;
    return this.held?.sealId ?? (selected && isRule(selected) ? selected.sealId : undefined);
  });

  constructor(
    readonly view: DocumentView,
    readonly shelf: Shelf,
  ) {
    this.placements = new Placements(view.pages, {
      sizeOf: (id) => shelf.sizeOf(id),
      findText: view.findText,
    });
  }

  /** Takes a seal: one that is already placed along a rule changes to it, else it is held to be placed. */
  choose(sealId: string): void {
    this.#chosenId = sealId;
    const { selected } = this.placements;
    if (selected && isRule(selected)) {
      this.placements.replace({ ...selected, sealId });
    } else {
      this.hold('single', sealId);
    }
  }

  hold(tool: 'single' | 'signature' | 'date', sealId: string): void {
    this.placements.selectedId = undefined;
    this.held = { tool, sealId };
  }

  letGo(): void {
    this.held = undefined;
    this.hover = undefined;
  }

  /** Puts the held seal with its centre at a point of a page, in millimetres as shown. */
  placeHeld(page: PageGeometry, xMm: number, yMm: number): Placement | undefined {
    if (!this.held) return undefined;
    const { tool, sealId } = this.held;
    this.letGo();
    const at = centredAt(xMm, yMm, this.shelf.sizeOf(sealId), displaySize(page));
    return this.placements.add({ kind: tool, sealId, page: page.index, ...at });
  }

  /** Puts the held seal on the page that is looked at, for the keyboard: in its middle, or beside the last. */
  placeHeldOnPage(): Placement | undefined {
    const page = this.view.pages[this.view.page];
    if (!page || !this.held) return undefined;
    const { widthMm, heightMm } = displaySize(page);
    const taken = this.placements.byPage.get(page.index)?.length ?? 0;
    const placement = this.placeHeld(page, widthMm / 2 + taken * 10, heightMm / 2 + taken * 10);
    if (placement) this.focusWish = { placementId: placement.id, page: page.index };
    return placement;
  }

  /** Adds a placement that follows a rule, with values that are right for most documents. */
  addByRule(kind: 'batch' | 'straddle' | 'keyword'): void {
    this.held = undefined;
    const { seal, placements } = this;
    const page = this.view.pages[this.view.page];
    if (!seal || !page) return;
    const present = placements.list.find(
      (one) =>
        one.kind === kind && (one.kind === 'keyword' ? one.text.trim() === '' : one.sealId === seal.id),
    );
    if (present) {
      placements.selectedId = present.id;
      if (present.sealId !== seal.id) placements.replace({ ...present, sealId: seal.id });
      return;
    }
    placements.add(this.#ruleOf(kind, seal.id, page));
  }

  #ruleOf(kind: 'batch' | 'straddle' | 'keyword', sealId: string, page: PageGeometry): NewPlacement {
    const size = this.shelf.sizeOf(sealId);
    switch (kind) {
      case 'batch':
        return {
          kind,
          sealId,
          pages: 'all',
          xMm: BATCH_MARGIN_MM,
          yMm: BATCH_MARGIN_MM,
          anchor: 'lower-right',
        };
      case 'straddle':
        return {
          kind,
          sealId,
          edge: 'right',
          pages: 'all',
          yMm: middleOfEdge(size, displaySize(page)),
          pagesPerSeal: PAGES_PER_SEAL,
        };
      case 'keyword':
        return { kind, sealId, text: '', pages: 'all' };
    }
  }

  /** Takes the stamp of the day that was last used in hand. */
  async holdDate(): Promise<void> {
    const { id } = await this.shelf.date(this.dateFormat, this.day);
    this.hold('date', id);
  }

  /** Gives another day or form to the date that is selected, or in hand. @param day ISO date */
  async useDate(format: DateFormat, day: string): Promise<void> {
    this.dateFormat = format;
    this.day = day;
    const { id } = await this.shelf.date(format, day);
    const { selected } = this.placements;
    if (selected?.kind === 'date') this.placements.replace({ ...selected, sealId: id });
    else if (this.held?.tool === 'date') this.held = { tool: 'date', sealId: id };
  }

  useSignature(sealId: string): void {
    this.#signatureId = sealId;
    const { selected } = this.placements;
    if (selected?.kind === 'signature') this.placements.replace({ ...selected, sealId });
    else this.hold('signature', sealId);
  }

  /** What a drag starts from; the way back is one step, however far it went. */
  startDrag(stamp: Stamp): Drag | undefined {
    const placement = this.placements.list.find(({ id }) => id === stamp.placementId);
    if (!placement) return undefined;
    this.held = undefined;
    this.placements.selectedId = placement.id;
    this.placements.settle();
    return { placement, stamp };
  }

  /**
   * Moves the stamp of a drag; near lines of the page and of other seals it rests there, unless `free`. One that
   * stands alone can go to another page.
   */
  drag(drag: Drag, pageIndex: number, to: { xMm: number; yMm: number }, free: boolean): void {
    const { stamp } = drag;
    const page = this.view.pages['page' in drag.placement ? pageIndex : stamp.pageIndex];
    if (!page) return;
    const placement = 'page' in drag.placement ? { ...drag.placement, page: page.index } : drag.placement;
    let at = to;
    this.guides = undefined;
    if (!free && !stamp.rotationDeg) {
      const others = (this.placements.byPage.get(page.index) ?? []).filter(
        (other) => other.placementId !== placement.id && !other.slice,
      );
      const tolerance = SNAP_PX / this.view.layout.pxPerMm(page.index);
      const rest = snap({ ...stamp, ...to }, displaySize(page), others, tolerance);
      const lines =
        placement.kind === 'straddle' ? rest.guides.filter(({ axis }) => axis === 'y') : rest.guides;
      this.guides = { page: page.index, lines };
      at = rest;
    }
    this.placements.replace(moveStamp(placement, stamp, at, page), 'move');
  }

  endDrag(): void {
    this.guides = undefined;
    this.placements.settle();
  }

  /** The system took the pointer away: the stamp goes back to where it was. */
  cancelDrag(): void {
    this.guides = undefined;
    this.placements.abandon();
  }

  /** Moves a stamp by the keyboard. */
  nudge(stamp: Stamp, dxMm: number, dyMm: number): void {
    const placement = this.placements.list.find(({ id }) => id === stamp.placementId);
    const page = this.view.pages[stamp.pageIndex];
    if (!placement || !page) return;
    const to = { xMm: stamp.xMm + dxMm, yMm: stamp.yMm + dyMm };
    this.placements.replace(moveStamp(placement, stamp, to, page), 'nudge');
  }

  rotate(byDeg: number): void {
    const { selected } = this.placements;
    if (selected) this.placements.replace(turn(selected, byDeg), 'turn');
  }

  /** Takes a seal that stands alone to another page, at the same place where that page has it. */
  toPage(placement: Placement, index: number): void {
    const page = this.view.pages[index];
    if (!page || !('page' in placement)) return;
    const at = clampToPage(
      placement.xMm,
      placement.yMm,
      this.shelf.sizeOf(placement.sealId),
      displaySize(page),
    );
    this.placements.replace({ ...placement, page: index, ...at });
    this.focusWish = { placementId: placement.id, page: index };
    this.view.reveal(index, at.yMm, at.yMm + this.shelf.sizeOf(placement.sealId).heightMm);
  }

  /** Goes to make a seal or a certificate; the document and what is placed on it wait. @param path page of the app */
  async leaveFor(path: string): Promise<void> {
    keepWork(this.view.file, { history: this.placements.history, dates: this.shelf.dates });
    incoming.file = this.view.file;
    await goto(path);
  }

  /**
   * To be called whenever the shelf was stocked: lets go of seals that were removed, in another tab for instance, and
   * goes on with what had been placed before. Where that is nothing, the first seal is in hand at once, as it looks.
   *
   * @returns how many placements had to go because their seal is no more
   */
  takeStock(): number {
    const { shelf, placements } = this;
    if (this.held && !shelf.get(this.held.sealId)) this.letGo();
    const work = takeWork(this.view.file);
    if (work) {
      shelf.adopt(work.dates);
      placements.resume(work.history);
    }
    const dropped = placements.dropWithout((sealId) => shelf.get(sealId) !== undefined);
    const made = shelf.get(incoming.takeMade() ?? '');
    if (made) this.#takeMade(made);
    const first = this.#first;
    const untouched = placements.list.length === 0 && !placements.canUndo && !this.held;
    if (first && untouched && !this.#begun) this.hold('single', first.id);
    this.#begun ||= first !== undefined;
    return dropped;
  }

  /** The seal that is in hand at the beginning: the company's own (公章), where there is one. */
  get #first(): ShelfSeal | undefined {
    const { seals } = this.shelf;
    return seals.find(({ kind }) => kind === 'round') ?? seals[0];
  }

  /** What the person went away to make is in hand at once. */
  #takeMade({ id, kind }: ShelfSeal): void {
    if (kind === 'signature') {
      this.#signatureId = id;
      this.hold('signature', id);
    } else if (kind !== 'date') {
      this.#chosenId = id;
      this.hold('single', id);
    }
  }

  /** Selects a placement and brings one of its stamps into the window. */
  select(id: string): void {
    this.letGo();
    this.placements.selectedId = id;
    this.revealSelected();
  }

  /** Brings a stamp of what is selected into the window, one of this page where it has one. */
  revealSelected(): void {
    const stamps = this.placements.stampsOf(this.placements.selectedId ?? '');
    const stamp = stamps.find(({ pageIndex }) => pageIndex === this.view.page) ?? stamps[0];
    if (stamp) this.view.reveal(stamp.pageIndex, stamp.yMm, stamp.yMm + stamp.heightMm);
  }
}
