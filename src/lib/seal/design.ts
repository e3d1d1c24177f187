import * as v from 'valibot';

/** What a new seal is drawn in: red for seals, black for dates, ink blue-black for what is written by hand. */
export const SEAL_RED = '#c8102e';
export const INK_BLACK = '#1b1d20';
export const INK_BLUE = '#1f3f8f';

/** Characters that a company's name may have on a seal. */
export const LONGEST_NAME = 60;

const color = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/));
const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const sizeMm = (min: number, max: number) => v.pipe(v.number(), v.finite(), v.minValue(min), v.maxValue(max));
const isoDate = v.pipe(v.string(), v.isoDate());
// Twice the longest name: an ideograph outside the BMP is two code units, a selector after it two more.
const name = text(LONGEST_NAME * 4);

const roundFields = {
  /** on the upper arc */
  name,
  /** horizontally below the star, for instance 合同专用章; may be empty */
  below: text(40),
  /** registration code on the lower arc, 13 digits as a rule; may be empty */
  code: text(20),
  star: v.boolean(),
  diameterMm: sizeMm(20, 60),
  color,
};

const roundSchema = v.object({ kind: v.literal('round'), ...roundFields });
const contractSchema = v.object({ kind: v.literal('contract'), ...roundFields });
const financeSchema = v.object({ kind: v.literal('finance'), ...roundFields });

const invoiceSchema = v.object({
  kind: v.literal('invoice'),
  name,
  /** in the middle: the taxpayer's number */
  taxNumber: text(24),
  /** 发票专用章 */
  below: text(40),
  /** number of the seal where a company has several, for instance (1); may be empty */
  serial: text(8),
  doubleRing: v.boolean(),
  widthMm: sizeMm(30, 60),
  heightMm: sizeMm(22, 45),
  color,
});

const representativeSchema = v.object({
  kind: v.literal('legal-representative'),
  name: text(40),
  /** fills the square up with 印 or 之印 where there is room for it */
  withYin: v.boolean(),
  /** red characters in a frame (朱文), or white ones on red (白文) */
  style: v.picklist(['outline', 'filled']),
  sizeMm: sizeMm(8, 40),
  color,
});

/** `[x, y, t, pressure]`: any unit of length, y down; milliseconds; 0..1, 0 where the device tells none. */
const strokePoint = v.tuple([v.number(), v.number(), v.number(), v.number()]);

const signatureSchema = v.object({
  kind: v.literal('signature'),
  strokes: v.pipe(v.array(v.pipe(v.array(strokePoint), v.maxLength(20_000))), v.maxLength(400)),
  /** width of what was written, ink included */
  widthMm: sizeMm(5, 150),
  color,
});

export const DATE_FORMATS = ['chinese', 'iso', 'dots', 'numerals'] as const;

const dateSchema = v.object({
  kind: v.literal('date'),
  format: v.picklist(DATE_FORMATS),
  /** left out: the day on which the stamp is used */
  date: v.optional(isoDate),
  heightMm: sizeMm(2, 20),
  color,
});

const scanSchema = v.object({
  kind: v.literal('scan'),
  /** size of the cleaned and trimmed picture, whose pixels are kept beside the design */
  widthMm: sizeMm(3, 150),
  heightMm: sizeMm(3, 150),
});

/** Parses designs that come from storage or from elsewhere. */
export const sealDesignSchema = v.variant('kind', [
  roundSchema,
  contractSchema,
  financeSchema,
  invoiceSchema,
  representativeSchema,
  signatureSchema,
  dateSchema,
  scanSchema,
]);

export type SealDesign = v.InferOutput<typeof sealDesignSchema>;
export type SealKind = SealDesign['kind'];
export type DesignOf<Kind extends SealKind> = Extract<SealDesign, { kind: Kind }>;
export type RoundDesign = DesignOf<'round' | 'contract' | 'finance'>;
export type StrokePoint = v.InferOutput<typeof strokePoint>;
export type DateFormat = (typeof DATE_FORMATS)[number];

export const SEAL_KINDS = [
  'round',
  'contract',
  'finance',
  'invoice',
  'legal-representative',
  'signature',
  'date',
  'scan',
] as const satisfies readonly SealKind[];

/** What is known of the company when a design is begun. */
export interface SealOwner {
  companyName: string;
  /** unified social credit code, which is the taxpayer's number too */
  creditCode?: string;
}

/**
 * A design with the usual measures: State Council document 国发〔1999〕25号 for round seals (star, name from left
 * to right on the arc, at most 45 mm for companies), State Taxation Administration notice 2011/7 for the
 * invoice seal (40 × 30 mm).
 */
export function newDesign<Kind extends SealKind>(kind: Kind, owner: SealOwner): DesignOf<Kind>;
export function newDesign(kind: SealKind, { companyName, creditCode = '' }: SealOwner): SealDesign {
  const round = { name: companyName, code: '', star: true, diameterMm: 40, color: SEAL_RED };
  switch (kind) {
    case 'round':
      return { kind, ...round, below: '' };
    case 'contract':
      return { kind, ...round, below: '合同专用章' };
    case 'finance':
      return { kind, ...round, below: '财务专用章', diameterMm: 38 };
    case 'invoice':
      return {
        kind,
        name: companyName,
        taxNumber: creditCode,
        below: '发票专用章',
        serial: '',
        doubleRing: false,
        widthMm: 40,
        heightMm: 30,
        color: SEAL_RED,
      };
    case 'legal-representative':
      return { kind, name: '', withYin: true, style: 'outline', sizeMm: 20, color: SEAL_RED };
    case 'signature':
      return { kind, strokes: [], widthMm: 40, color: INK_BLACK };
    case 'date':
      return { kind, format: 'chinese', heightMm: 5, color: INK_BLACK };
    case 'scan':
      return { kind, widthMm: 40, heightMm: 40 };
  }
}
