import { m } from '$messages';
import type { CertificateStage } from './progress';
import { minuteOf, yuan } from './words';

interface StageWords {
  tone: 'info' | 'pending' | 'valid' | 'invalid';
  title: string;
  /** what is being waited for, or what is to be done and where */
  text: string;
}

/** What is said of a certificate's stage. */
export function stageWords(stage: CertificateStage): StageWords {
  switch (stage.name) {
    case 'not-approved':
      return words('pending', m.supplier_stage_not_approved(), m.supplier_stage_not_approved_text());
    case 'no-credit-code':
      return words('info', m.supplier_stage_no_credit_code(), m.supplier_stage_no_credit_code_text());
    case 'not-started':
      return words('info', m.supplier_stage_not_started(), m.supplier_stage_not_started_text());
    case 'enterprise-review':
      return words(
        'pending',
        m.supplier_stage_enterprise_review(),
        m.supplier_stage_enterprise_review_text(),
      );
    case 'enterprise-rejected':
      return words(
        'invalid',
        m.supplier_stage_enterprise_rejected(),
        m.supplier_stage_enterprise_rejected_text({ reason: stage.reason }),
      );
    case 'enterprise-verified':
      return words(
        'info',
        m.supplier_stage_enterprise_verified(),
        m.supplier_stage_enterprise_verified_text(),
      );
    case 'placed': {
      const { years, amount } = stage.order;
      const text = m.supplier_stage_placed_text({ years, amount: yuan(amount) });
      return words('info', m.supplier_stage_placed(), text);
    }
    case 'paid': {
      const at = stage.order.history.at(-1)?.at ?? stage.order.at;
      return words('pending', m.supplier_stage_paid(), m.supplier_stage_paid_text({ time: minuteOf(at) }));
    }
    case 'voucher-rejected':
      return words(
        'invalid',
        m.supplier_stage_voucher_rejected(),
        m.supplier_stage_voucher_rejected_text({ reason: stage.reason }),
      );
    case 'approved':
      return words('pending', m.supplier_stage_approved(), m.supplier_stage_approved_text());
    case 'issued':
      return words('info', m.supplier_stage_issued(), m.supplier_stage_issued_text());
    case 'installed':
      return words('info', m.supplier_stage_installed(), m.supplier_stage_installed_text());
    case 'bound':
      return words('valid', m.supplier_stage_bound(), m.supplier_stage_bound_text());
    case 'expired':
      return words('invalid', m.supplier_stage_expired(), m.supplier_stage_expired_text());
    case 'revoked':
      return words(
        'invalid',
        m.supplier_stage_revoked(),
        m.supplier_stage_revoked_text({ reason: stage.certificate.revoked?.note ?? '' }),
      );
  }
}

function words(tone: StageWords['tone'], title: string, text: string): StageWords {
  return { tone, title, text };
}
