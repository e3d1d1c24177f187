import type { OfferedSeal } from '$lib/sealing';
import type { SizeMm } from '$lib/pdf/place';
import {
  formatDate,
  newDesign,
  pictureToSvg,
  type DateFormat,
  type SealDesign,
  type SealPicture,
} from '$lib/seal';
import { companyOn } from '../company-on-seal';
import { drawDesign } from '../seal-drawing';

/** A seal that can be placed: drawn once, shown and sealed from the same picture. */
export interface ShelfSeal {
  id: string;
  name: string;
  kind: SealDesign['kind'];
  picture: SealPicture;
  /** the picture as SVG, for `<img>` */
  url: string;
  /** company that it shows */
  company?: string | undefined;
  /** of a date */
  date?: { format: DateFormat; day: string };
}

/** The seals at hand: those that were saved, and dates made as they are needed. */
export class Shelf {
  all = $state.raw<readonly ShelfSeal[]>([]);
  failed = $state.raw<readonly { name: string; error: unknown }[]>([]);
  readonly seals = $derived(this.all.filter(({ kind }) => kind !== 'signature' && kind !== 'date'));
  readonly signatures = $derived(this.all.filter(({ kind }) => kind === 'signature'));
  #dateBase: SealDesign | undefined;

  /** Draws the saved seals that are not here yet and drops those that are gone; dates stay. */
  async load(saved: readonly OfferedSeal[]): Promise<void> {
    (await this.draw(saved))();
  }

  /** Draws the saved seals that are not here yet. @returns puts them here, and drops those that are gone, at once */
  async draw(saved: readonly OfferedSeal[]): Promise<() => void> {
    const failed: { name: string; error: unknown }[] = [];
    const drawn = await Promise.all(
      saved.map(async (seal): Promise<ShelfSeal | undefined> => {
        if (seal.design.kind === 'date') this.#dateBase = seal.design;
        try {
          return this.get(seal.id) ?? (await draw(seal.id, seal.name, seal.design, seal.raster));
        } catch (error) {
          failed.push({ name: seal.name, error });
          return undefined;
        }
      }),
    );
    return () => {
      this.all = [...drawn.filter((seal) => seal !== undefined), ...this.dates];
      this.failed = failed;
    };
  }

  get(id: string): ShelfSeal | undefined {
    return this.all.find((seal) => seal.id === id);
  }

  /** Dates that were made earlier. */
  adopt(dates: readonly ShelfSeal[]): void {
    this.all = [...this.all, ...dates.filter(({ id }) => !this.get(id))];
  }

  get dates(): readonly ShelfSeal[] {
    return this.all.filter(({ date }) => date);
  }

  /** @throws Error for a seal that is not here: placements only name those that are */
  sizeOf(id: string): SizeMm {
    const seal = this.get(id);
    if (!seal) throw new Error(`no seal ${id}`);
    return seal.picture;
  }

  /** The stamp of a day, drawn by its first use. @param day ISO date */
  async date(format: DateFormat, day: string): Promise<ShelfSeal> {
    const id = `date ${format} ${day}`;
    const present = this.get(id);
    if (present) return present;
    const base = this.#dateBase?.kind === 'date' ? this.#dateBase : newDesign('date', { companyName: '' });
    const seal = await draw(id, formatDate(day, format), { ...base, format, date: day });
    const dated = { ...seal, date: { format, day } };
    if (!this.get(id)) this.all = [...this.all, dated];
    return dated;
  }
}

async function draw(
  id: string,
  name: string,
  design: SealDesign,
  raster?: SealPicture['raster'],
): Promise<ShelfSeal> {
  const picture = await drawDesign(design, raster);
  const url = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await pictureToSvg(picture))}`;
  return { id, name, kind: design.kind, picture, url, company: companyOn(design) };
}
