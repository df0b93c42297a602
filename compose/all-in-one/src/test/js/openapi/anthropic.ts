// What the door of Anthropic's form answers with: the declarations Anthropic generates from its API's
// description.
import type {
  Message,
  MessageTokensCount,
  RawMessageStreamEvent,
} from '@anthropic-ai/sdk/resources/messages/messages';
import type { ErrorResponse } from '@anthropic-ai/sdk/resources/shared';

// The reference says in words that a stream may have any number of these; the client passes them over.
type Ping = { type: 'ping' };

export interface Kinds {
  Message: Message;
  MessageStreamEvent: RawMessageStreamEvent | Ping;
  MessageTokensCount: MessageTokensCount;
  MessagesError: ErrorResponse;
}
