// What the door answers with, by the names the published document gives it. Each type is one of the
// declarations OpenAI generates from that document.
import type {
  ChatCompletion,
  ChatCompletionChunk,
} from 'openai-types/resources/chat/completions/completions';
import type { Completion, CompletionChoice, CompletionUsage } from 'openai-types/resources/completions';
import type { CreateEmbeddingResponse, Embedding } from 'openai-types/resources/embeddings';
import type { Model } from 'openai-types/resources/models';
import type { ResponseItemList } from 'openai-types/resources/responses/input-items';
import type { Response, ResponseStreamEvent } from 'openai-types/resources/responses/responses';
import type { ErrorObject } from 'openai-types/resources/shared';

// Where the declarations say less than the reference does in words. A chunk of a completion has no reason
// to end before the last, and with stream_options.include_usage a usage of null before the last.
type CompletionChunkChoice = Omit<CompletionChoice, 'finish_reason'> & { finish_reason: CompletionChoice['finish_reason'] | null };
type CompletionChunk = Omit<Completion, 'choices' | 'usage'> & { choices: Array<CompletionChunkChoice>; usage?: CompletionUsage | null };
// With encoding_format base64 an embedding is a text.
type EncodedEmbedding = Omit<Embedding, 'embedding'> & { embedding: Array<number> | string };

export interface Kinds {
  CreateChatCompletionResponse: ChatCompletion;
  CreateChatCompletionStreamResponse: ChatCompletionChunk;
  CreateCompletionResponse: Completion;
  CreateCompletionStreamResponse: CompletionChunk;
  CreateEmbeddingResponse: Omit<CreateEmbeddingResponse, 'data'> & { data: Array<EncodedEmbedding> };
  Model: Model;
  // The declarations have a page class in place of the list, and no envelope of the error.
  ListModelsResponse: { object: 'list'; data: Array<Model> };
  ErrorResponse: { error: ErrorObject };
  Response: Response;
  ResponseItemList: ResponseItemList;
  // The client throws away what a deletion answers.
  DeletedResponse: { id: string; object: 'response'; deleted: true };
  ResponseStreamEvent: ResponseStreamEvent;
}
