/** What is handed on of a verification: as JSON with stable names, and as a PDF in the reader's language. */
export { composeReport, type ReportBlock, type ReportDocument } from './compose';
export { reportFields, verdictFields, type FileFacts } from './fields';
