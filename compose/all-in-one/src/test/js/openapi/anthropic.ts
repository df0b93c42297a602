// What the door of Anthropic's form answers with: the declarations Anthropic generates from its API's
// description.
import type {
  Message,
  MessageTokensCount,
  RawMessageStreamEvent,
} from '@anthropic-ai/sdk/resources/messages/messages';
import type { ErrorResponse } from '@anthropic-ai/sdk/resources/shared';

export interface Kinds {
  Message: Message;
  MessageStreamEvent: RawMessageStreamEvent;
  MessageTokensCount: MessageTokensCount;
  MessagesError: ErrorResponse;
}
