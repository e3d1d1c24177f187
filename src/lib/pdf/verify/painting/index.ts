export { isSeen, paintedByAnnotation, rectOf } from './appearance';
export { areaOf, intersection, type Colour } from './graphics-state';
export { annotationsOf, paintedByPage } from './page-content';
export { Effort, type Painted } from './painted';
