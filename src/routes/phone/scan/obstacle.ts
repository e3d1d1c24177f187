import { m } from '$messages';
import { office } from '../../office.svelte';
import type { BindQuestion, Candidate } from './candidates';

interface Obstacle {
  text: string;
  /** the way on from here */
  action?: { href: string; label: string };
}

/** Why nothing that this person has can answer a question, and what to do instead. */
export function obstacle(question: BindQuestion, candidates: readonly Candidate[]): Obstacle {
  const { companyName, supplier } = question;
  if (!office.state.suppliers.get(supplier)?.approved) {
    return { text: m.phone_refused_supplier_not_approved() };
  }
  const apply = { href: '/phone/apply', label: m.phone_apply_title() };
  const own = candidates.filter(({ fits }) => fits);
  const best = own.find(({ standing }) => standing !== 'replaced') ?? own[0];
  if (!best) {
    const others = [...new Set(candidates.map((one) => one.companyName))].join('、');
    const text =
      others === ''
        ? m.phone_obstacle_none({ company: companyName })
        : m.phone_obstacle_other_company({ company: companyName, others });
    return { text, action: apply };
  }
  switch (best.standing) {
    case 'issued':
      return {
        text: m.phone_refused_not_installed(),
        action: { href: '/phone/todo', label: m.phone_todo_title() },
      };
    case 'bound':
      return { text: m.phone_obstacle_bound() };
    case 'expired':
    case 'replaced':
      return {
        text: best.standing === 'expired' ? m.phone_error_expired() : m.phone_error_replaced(),
        action: { href: '/phone/certificates', label: m.phone_certificates_title() },
      };
    case 'revoked':
      return { text: m.phone_error_revoked(), action: apply };
    case 'installed':
      return { text: m.phone_error_no_key_here(), action: apply };
  }
}
