/** What is handed on of a verification, as data with stable names. */
export { reportFields, verdictFields, type FileFacts } from './fields';
