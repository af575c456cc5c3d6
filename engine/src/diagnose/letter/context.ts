import type { DiagnoseContext } from '../context.ts';
import type { Answer } from '../questions.ts';

/** What a letter is written from, beside the findings. */
export interface LetterContext extends Pick<DiagnoseContext, 'facts' | 'format' | 'tonalAim' | 'isMastered'> {
  /** Of the piece; '' where it is not known. */
  readonly title: string;
  /** What the brief answers. */
  readonly answers: readonly Answer[];
}
