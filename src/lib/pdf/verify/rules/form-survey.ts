import { PdfDict, PdfName, PdfRef, PdfStream, PdfString, PdfSyntaxError, type PdfObject } from '../../syntax';
import { TooComplex } from '../too-complex';
import type { Step } from './rule';

const MAX_FIELDS = 200_000;
const MAX_DEPTH = 64;
const MAX_LOOK_BYTES = 1 << 20;

/** What a form's own entries mean for its fields. */
interface FormSurvey {
  /** every field that has a value or shows something is filled in by this revision, or drawn anew */
  isAllFilled: boolean;
  /** this revision fills in some */
  isAnyFilled: boolean;
  /** names in the default appearances (ISO 32000-2 12.7.4.3) of before: fonts that fields ask for */
  fonts: ReadonlySet<string>;
}

const known = new WeakMap<Step, Promise<FormSurvey>>();

/**
 * @throws TooComplex; what reading the document throws
 */
export function formSurvey(step: Step): Promise<FormSurvey> {
  let survey = known.get(step);
  if (!survey) {
    survey = read(step);
    known.set(step, survey);
  }
  return survey;
}

interface Node {
  object: PdfObject;
  type: string | undefined;
  /** /V of this or a node above changed */
  isFilled: boolean;
  hasValue: boolean;
  depth: number;
}

/** Goes through the fields as they were before: new ones say for themselves what they are. */
async function read(step: Step): Promise<FormSurvey> {
  const doc = step.before;
  const fonts = new Set<string>();
  const form = await doc.dict((await doc.catalog()).get('AcroForm'));
  await collectNames(step, form?.get('DA'), fonts);
  let isAllFilled = true;
  let isAnyFilled = false;
  const start = { type: undefined, isFilled: false, hasValue: false, depth: 0 };
  const waiting: Node[] = ((await doc.array(form?.get('Fields'))) ?? []).map((object) => ({
    object,
    ...start,
  }));
  const seen = new Set<number>();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const { object, depth } = node;
    if (object instanceof PdfRef) {
      if (seen.has(object.num)) continue;
      seen.add(object.num);
    }
    if (seen.size + waiting.length > MAX_FIELDS || depth > MAX_DEPTH) throw new TooComplex();
    const was = await doc.resolve(object);
    if (!(was instanceof PdfDict)) continue;
    const is = object instanceof PdfRef ? await step.after.resolve(PdfRef.of(object.num, object.gen)) : was;
    await collectNames(step, was.get('DA'), fonts);
    const ownType = await doc.resolve(was.get('FT') ?? null);
    const type = ownType instanceof PdfName ? ownType.value : node.type;
    const changed = is instanceof PdfDict && !(await sameEntry('V', was, is, step));
    const isFilled = node.isFilled || changed;
    const hasValue = node.hasValue || (await doc.resolve(was.get('V') ?? null)) !== null;
    const kids = (await doc.array(was.get('Kids'))) ?? [];
    for (const kid of kids) waiting.push({ object: kid, type, isFilled, hasValue, depth: depth + 1 });
    if (type === 'Sig') continue;
    isAnyFilled ||= isFilled;
    if (isFilled) continue;
    // What was drawn anew is told there.
    const isRedrawn = is instanceof PdfDict && !(await sameEntry('AP', was, is, step));
    isAnyFilled ||= isRedrawn;
    if (isRedrawn) continue;
    if (type === 'Btn') isAllFilled &&= !(await hasCaption(step, was));
    else isAllFilled &&= !hasValue && !(await hasLook(step, was));
  }
  return { isAllFilled, isAnyFilled, fonts };
}

async function sameEntry(key: string, was: PdfDict, is: PdfDict, step: Step): Promise<boolean> {
  return step.same(was.get(key), is.get(key));
}

/** Readers draw a button by its caption; the one sign of a check box is no text. */
async function hasCaption(step: Step, widget: PdfDict): Promise<boolean> {
  const look = await step.before.dict(widget.get('MK'));
  for (const key of ['CA', 'RC', 'AC', 'I', 'RI', 'IX']) {
    const caption = await step.before.resolve(look?.get(key) ?? null);
    if (caption === null) continue;
    if (!(key === 'CA' && caption instanceof PdfString && caption.bytes.length <= 1)) return true;
  }
  return false;
}

/** Whether an appearance draws anything but the marks and braces that an empty one consists of. */
async function hasLook(step: Step, widget: PdfDict): Promise<boolean> {
  const look = await step.before.resolve((await step.before.dict(widget.get('AP')))?.get('N') ?? null);
  if (look === null) return false;
  if (!(look instanceof PdfStream)) return true;
  let text: string;
  try {
    text = new TextDecoder('latin1').decode(await step.before.decode(look, MAX_LOOK_BYTES));
  } catch (error) {
    if (error instanceof PdfSyntaxError) return true;
    throw error;
  }
  return /\b(?:Tj|TJ|Do|sh|BI)\b|['"]/.test(text);
}

/** The names in a default appearance: one of them is the font. */
async function collectNames(step: Step, entry: PdfObject | undefined, names: Set<string>): Promise<void> {
  const text = await step.before.resolve(entry ?? null);
  if (!(text instanceof PdfString)) return;
  for (const [, name = ''] of text.text().matchAll(/\/([^\s/[\]()<>{}%]+)/g)) {
    names.add(name.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))));
  }
}
