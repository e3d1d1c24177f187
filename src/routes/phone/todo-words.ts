import type { CertificateState, Todo } from '$lib/certificate';
import { m } from '$messages';
import { day } from './words';

export interface TodoWords {
  title: string;
  text: string;
  action: string;
  href: string;
  /** it cannot wait, or something went wrong */
  urgent: boolean;
}

/** What is to be done in words, and where. */
export function todoWords(todo: Todo, state: CertificateState): TodoWords {
  switch (todo.kind) {
    case 'verify-person':
      return {
        title: todo.reason === undefined ? m.phone_todo_person() : m.phone_todo_person_again(),
        text:
          todo.reason === undefined ? m.phone_todo_person_text() : m.phone_reason({ reason: todo.reason }),
        action: todo.reason === undefined ? m.phone_todo_person_action() : m.phone_correct(),
        href: '/phone/real-name',
        urgent: todo.reason !== undefined,
      };
    case 'join-enterprise':
      return {
        title: m.phone_todo_enterprise(),
        text: m.phone_todo_enterprise_text(),
        action: m.phone_todo_enterprise_action(),
        href: '/phone/enterprise',
        urgent: false,
      };
    case 'enterprise-rejected':
      return {
        title: m.phone_todo_enterprise_again(),
        text: m.phone_reason({ reason: todo.reason }),
        action: m.phone_correct(),
        href: '/phone/enterprise',
        urgent: true,
      };
    case 'review-member':
      return {
        title: m.phone_todo_member(),
        text: m.phone_todo_member_text({
          company: state.enterprises.get(todo.enterprise)?.companyName ?? '',
        }),
        action: m.phone_todo_member_action(),
        href: '/phone/enterprise',
        urgent: false,
      };
    case 'pay':
      return {
        title: m.phone_todo_pay(),
        text: m.phone_todo_pay_text({ company: companyOfOrder(state, todo.order) }),
        action: m.phone_todo_pay_action(),
        href: `/phone/orders/detail?id=${todo.order}`,
        urgent: false,
      };
    case 'replace-voucher':
      return {
        title: m.phone_todo_voucher(),
        text: m.phone_reason({ reason: todo.reason }),
        action: m.phone_todo_voucher_action(),
        href: `/phone/orders/detail?id=${todo.order}`,
        urgent: true,
      };
    case 'install':
      return {
        title: m.phone_todo_install(),
        text: m.phone_todo_install_text({ company: companyOfOrder(state, todo.order) }),
        action: m.phone_todo_install_action(),
        href: `/phone/install?order=${todo.order}`,
        urgent: false,
      };
    case 'bind':
      return {
        title: m.phone_todo_bind(),
        text: m.phone_todo_bind_text({ company: companyOf(state, todo.serial) }),
        action: m.phone_scan_title(),
        href: '/phone/scan',
        urgent: false,
      };
    case 'renew':
      return {
        title: m.phone_todo_renew({ n: todo.daysLeft }),
        text: m.phone_todo_renew_text({
          company: companyOf(state, todo.serial),
          day: day(state.certificates.get(todo.serial)?.notAfter ?? 0),
        }),
        action: m.phone_renew(),
        href: `/phone/apply?replaces=${todo.serial}`,
        urgent: false,
      };
    case 'expired':
      return {
        title: m.phone_todo_expired(),
        text: m.phone_todo_expired_text({ company: companyOf(state, todo.serial) }),
        action: m.phone_renew(),
        href: `/phone/apply?replaces=${todo.serial}`,
        urgent: true,
      };
    case 'revoked':
      return {
        title: m.phone_todo_revoked(),
        text: m.phone_reason({ reason: todo.reason }),
        action: m.phone_apply_again(),
        href: '/phone/apply',
        urgent: true,
      };
  }
}

function companyOfOrder(state: CertificateState, order: string): string {
  return state.orders.get(order as never)?.subject.companyName ?? '';
}

function companyOf(state: CertificateState, serial: string): string {
  const certificate = state.certificates.get(serial);
  return (certificate && state.enterprises.get(certificate.enterprise)?.companyName) ?? '';
}
