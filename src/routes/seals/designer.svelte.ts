import * as v from 'valibot';
import type { SavedSeal, SealToSave } from '$lib/certificate';
import {
  newDesign,
  SEAL_KINDS,
  SealDesignError,
  sealDesignSchema,
  type DesignOf,
  type SealDesign,
  type SealKind,
  type SealOwner,
  type SealPicture,
  type SealRaster,
} from '$lib/seal';
import { drawDesign } from '../seal-drawing';
import { KIND_NAMES } from './kinds';

type Drafts = { [Kind in SealKind]: DesignOf<Kind> };

/** What still has to be done before there is anything to draw; no fault of the person's. */
const NOT_YET = ['text-missing', 'no-strokes', 'no-raster'] as const;

/**
 * A seal while it is being designed. Each kind has a draft of its own, so that looking at another kind loses
 * nothing; the drawing follows what is typed.
 */
export class Designer {
  readonly id: string | undefined;
  readonly drafts: Drafts;
  kind = $state<SealKind>('round');
  /** the pixels of the scan's draft */
  raster = $state.raw<SealRaster | undefined>(undefined);
  failure = $state.raw<unknown>(undefined);
  saving = $state(false);
  #name = $state<string | undefined>(undefined);
  #drawn = $state.raw<{ kind: SealKind; picture: SealPicture } | undefined>(undefined);
  #drawing = 0;
  #saved: string;
  #savedRaster: SealRaster | undefined;

  constructor(owner: SealOwner, start: SavedSeal | SealKind = 'round') {
    const fresh = Object.fromEntries(SEAL_KINDS.map((kind) => [kind, newDesign(kind, owner)]));
    const saved = typeof start === 'string' ? undefined : start;
    if (saved) fresh[saved.design.kind] = structuredClone(saved.design);
    const drafts = $state(fresh as unknown as Drafts);
    this.drafts = drafts;
    this.kind = saved ? saved.design.kind : (start as SealKind);
    this.id = saved?.id;
    this.#name = saved?.name;
    this.raster = saved?.raster;
    this.#saved = this.#content();
    this.#savedRaster = this.raster;
  }

  /** Registration codes have 13 digits; a seal may have none. */
  get codeWrong(): boolean {
    const { design } = this;
    return 'code' in design && design.code.trim() !== '' && !/^\d{13}$/.test(design.code.trim());
  }

  /** Something was designed that would be lost by leaving. */
  hasUnsaved(): boolean {
    return this.#content() !== this.#saved || this.raster !== this.#savedRaster;
  }

  #content(): string {
    return JSON.stringify([this.drafts, this.#name]);
  }

  get design(): SealDesign {
    return this.drafts[this.kind];
  }

  /** What the seal is called in lists; that of its kind until it is given another. */
  get name(): string {
    return this.#name ?? KIND_NAMES[this.kind]();
  }

  set name(name: string) {
    this.#name = name;
  }

  /** the last drawing of this kind that succeeded */
  readonly picture = $derived.by(() => (this.#drawn?.kind === this.kind ? this.#drawn.picture : undefined));
  /** the numbers and texts are within their bounds */
  readonly wellFormed = $derived.by(() => v.safeParse(sealDesignSchema, this.design).success);
  readonly unfinished = $derived(
    this.failure instanceof SealDesignError && (NOT_YET as readonly string[]).includes(this.failure.code)
      ? (this.failure.code as (typeof NOT_YET)[number])
      : undefined,
  );
  readonly ready = $derived(
    this.wellFormed &&
      !this.codeWrong &&
      this.picture !== undefined &&
      this.failure === undefined &&
      this.name.trim() !== '',
  );

  /** A message about this field, if the drawing failed because of it. */
  failureOf(field: string): unknown {
    const { failure } = this;
    if (!(failure instanceof SealDesignError) || this.unfinished) return undefined;
    if (failure.code === 'missing-glyph') {
      const characters = [...String(failure.detail.characters)];
      const text = (this.design as unknown as Record<string, unknown>)[field];
      return typeof text === 'string' && characters.some((c) => text.includes(c)) ? failure : undefined;
    }
    return failure.detail.field === field ? failure : undefined;
  }

  /** Draws what there is; of several calls under way only the last one counts. */
  async draw(design: SealDesign, raster: SealRaster | undefined): Promise<void> {
    const drawing = ++this.#drawing;
    try {
      const picture = await drawDesign(design, raster);
      if (drawing !== this.#drawing) return;
      this.#drawn = { kind: design.kind, picture };
      this.failure = undefined;
    } catch (error) {
      if (drawing !== this.#drawing) return;
      this.failure = error;
      if (this.unfinished) this.#drawn = undefined;
    }
  }

  /** The design as it is to be kept. */
  toSave(identityId: string): SealToSave {
    const design = v.parse(sealDesignSchema, $state.snapshot(this.design));
    return {
      ...(this.id === undefined ? {} : { id: this.id }),
      identityId,
      name: this.name.trim(),
      design,
      ...(design.kind === 'scan' && this.raster ? { raster: this.raster } : {}),
    };
  }
}
