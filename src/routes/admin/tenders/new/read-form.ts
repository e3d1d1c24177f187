import * as v from 'valibot';
import { fields } from '$lib/platform';
import type { publishTender, TenderState } from '$lib/tender';
import { m } from '$messages';
import { fenOf, line } from '../../../platforms/details-form';
import { readSchedule } from './schedule';
import type { ItemForm, TenderForm } from './tender-form';

type Body = Parameters<typeof publishTender>[1];
/** What a tender's record says, but for what is made when it is written. */
export type Notice = Omit<Body, 'opening' | 'readers'>;

/** What is wrong with a field, by its name: of an item `item ID name`, of a criterion `criterion ID max`. */
export type FormProblems = Readonly<Record<string, string>>;

/** A record has 43,000 bytes for all it says; a member of the committee takes about 450, a reader 65. */
const MAX_BYTES = 43_000;
const MEMBER_BYTES = 450;
const READER_BYTES = 65;
const MAX_ITEMS = 200;

type Report = (field: string, problem: string) => void;

/**
 * Reads the form.
 *
 * @param state of the platform, for what is offered and taken
 * @param now   ms since the epoch, by the platform's clock
 */
export function readForm(
  form: TenderForm,
  state: TenderState,
  now: number,
): { notice: Notice } | { problems: FormProblems } {
  const problems: Record<string, string> = {};
  const report: Report = (field, problem) => void (problems[field] ??= problem);
  const [number, title] = [line(form.number), line(form.title)];
  checkText(report, 'number', number, { max: 40, label: m.tender_number() });
  checkText(report, 'title', title, { max: 120, label: m.tender_title() });
  if (state.tenderNumbers.has(number)) report('number', m.tender_error_number_taken());
  const requirements = paragraph(form.requirements);
  checkText(report, 'requirements', requirements, { max: 5000, label: m.tender_requirements(), lines: true });
  const contact = { name: line(form.contactName), phone: line(form.contactPhone) };
  checkText(report, 'contactName', contact.name, { max: 40, label: m.tenderadmin_contact_name() });
  checkText(report, 'contactPhone', contact.phone, { max: 40, label: m.tenderadmin_contact_phone() });
  const schedule = readSchedule(form.schedule, now);
  if ('problems' in schedule) Object.assign(problems, schedule.problems);
  checkCommittee(form, state, report);
  const ceilingFen = readCeiling(form.ceiling, report);
  const notice: Notice = {
    ...{ number, title, contact, requirements },
    categories: readCategories(form, state, report),
    access: form.access,
    invited: readInvited(form, state, report),
    items: readItems(form, report),
    documents: form.documents.map((one) => ({ ...one })),
    schedule:
      'schedule' in schedule
        ? schedule.schedule
        : { questionsUntil: 0, clarificationsUntil: 0, bidsUntil: 0, opensAt: 0 },
    evaluation: readEvaluation(form, report),
    ...(ceilingFen !== undefined && { ceilingFen }),
  };
  checkSize(notice, form, state, report);
  return Object.keys(problems).length > 0 ? { problems } : { notice };
}

/** Lines without what input methods and spreadsheets leave behind. */
export function paragraph(typed: string): string {
  return typed
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/\p{Cf}/gu, '')
    .normalize('NFC')
    .trim();
}

function checkText(
  report: Report,
  field: string,
  value: string,
  { max, label, lines = false }: { max: number; label: string; lines?: boolean },
): void {
  const length = [...value].length;
  if (length === 0) report(field, m.tenderadmin_wrong_empty({ label }));
  else if (length > max) report(field, m.tenderadmin_wrong_long({ label, max, n: length }));
  else if (!v.is(lines ? fields.paragraph(max) : fields.text(max), value)) {
    report(field, m.tenderadmin_wrong_characters({ label }));
  }
}

function readCategories({ categories }: TenderForm, { founded }: TenderState, report: Report): string[] {
  const offered = (founded?.categories ?? []).map(({ id }) => id);
  const chosen = offered.filter((id) => categories.includes(id));
  if (chosen.length === 0) report('categories', m.tenderadmin_wrong_categories());
  else if (chosen.length > 20) report('categories', m.tenderadmin_wrong_categories_many());
  return chosen;
}

function readInvited({ access, invited }: TenderForm, { suppliers }: TenderState, report: Report) {
  if (access === 'open') return [];
  const known = invited.filter((id) => suppliers.has(id));
  if (known.length === 0) report('invited', m.tenderadmin_wrong_invited());
  else if (known.length > 200) report('invited', m.tenderadmin_wrong_invited_many());
  return known;
}

function readItems({ items }: TenderForm, report: Report): Notice['items'] {
  if (items.length === 0) report('items', m.tenderadmin_wrong_items());
  if (items.length > MAX_ITEMS) {
    report('items', m.tenderadmin_wrong_items_many({ max: MAX_ITEMS, n: items.length }));
  }
  return items.map((item) => readItem(item, report));
}

function readItem(item: ItemForm, report: Report): Notice['items'][number] {
  const { id } = item;
  const of = (field: string): string => `item ${id} ${field}`;
  const [lot, name, unit] = [line(item.lot), line(item.name), line(item.unit)];
  const requirement = paragraph(item.requirement);
  checkText(report, of('name'), name, { max: 120, label: m.tender_item_name() });
  checkText(report, of('unit'), unit, { max: 20, label: m.tenderadmin_item_unit() });
  if (lot !== '') checkText(report, of('lot'), lot, { max: 60, label: m.tender_item_lot() });
  const label = m.tender_item_requirement();
  checkText(report, of('requirement'), requirement, { max: 2000, label, lines: true });
  const quantityMilli = milliOf(item.quantity);
  if (quantityMilli === undefined) report(of('quantity'), m.tenderadmin_wrong_quantity());
  return { id, ...(lot !== '' && { lot }), name, unit, quantityMilli: quantityMilli ?? 0, requirement };
}

/** @param typed above 0, with at most three decimals. @returns thousandths; undefined for anything else */
export function milliOf(typed: string): number | undefined {
  const text = line(typed.normalize('NFKC')).replace(/[ ,]/g, '');
  const read = /^(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text);
  const milli = read ? Number(read[1]) * 1000 + Number((read[2] ?? '').padEnd(3, '0')) : 0;
  return milli > 0 ? milli : undefined;
}

function readEvaluation({ method, criteria }: TenderForm, report: Report): Notice['evaluation'] {
  if (method === 'lowest-price') return { method };
  const read = criteria.map(({ id, name, max }) => {
    const one = {
      id,
      name: line(name),
      max: Number(/^\d{1,3}$/.exec(line(max.normalize('NFKC')))?.[0] ?? 0),
    };
    checkText(report, `criterion ${id} name`, one.name, { max: 60, label: m.tenderadmin_criterion_name() });
    if (one.max < 1 || one.max > 100) report(`criterion ${id} max`, m.tenderadmin_wrong_points());
    return one;
  });
  const sum = read.reduce((total, { max }) => total + max, 0);
  if (read.length === 0) report('criteria', m.tenderadmin_wrong_criteria());
  else if (read.length > 20) report('criteria', m.tenderadmin_wrong_criteria_many());
  else if (sum !== 100) report('criteria', m.tenderadmin_wrong_sum({ sum }));
  return { method, criteria: read };
}

function readCeiling(typed: string, report: Report): number | undefined {
  if (line(typed) === '') return undefined;
  const fen = fenOf(typed);
  if (fen === undefined || !v.is(fields.fen, fen)) report('ceiling', m.tenderadmin_wrong_ceiling());
  return fen;
}

function checkCommittee({ committee, threshold }: TenderForm, { staff }: TenderState, report: Report): void {
  const isHere = committee.every((author) => staff.has(author) && !staff.get(author)!.removed);
  if (committee.length === 0) report('committee', m.tenderadmin_wrong_committee());
  else if (committee.length > 15) report('committee', m.tenderadmin_wrong_committee_many());
  else if (!isHere) report('committee', m.tender_error_bad_committee());
  if (threshold < 1 || threshold > committee.length) report('threshold', m.tenderadmin_wrong_threshold());
}

function checkSize(notice: Notice, { committee }: TenderForm, { staff }: TenderState, report: Report): void {
  const bytes = new TextEncoder().encode(JSON.stringify(notice)).length;
  const all = bytes + committee.length * MEMBER_BYTES + Math.min(50, staff.size) * READER_BYTES;
  if (all <= MAX_BYTES) return;
  const kilobytes = (size: number): number => Math.ceil(size / 1000);
  report('size', m.tenderadmin_wrong_size({ n: kilobytes(all), max: kilobytes(MAX_BYTES) }));
}
