package dev.strowger.dialects.cross;

/** A whole body and the lines of a stream, for each format; {@code '} stands for a double quote. */
final class ProviderTexts {
  static final String[] OPENAI = {
    """
    {'choices':[{'index':0,'message':{'role':'assistant','content':'Grüße aus Ålesund 🌦!',
    'reasoning_content':'Wäge ab 🌦.','tool_calls':[{'id':'call_a','type':'function',
    'function':{'name':'weather','arguments':'{\\'city\\':\\'Oslo\\',\\'min\\':0.5}'}},
    {'id':'call_b','type':'function','function':{'name':'now','arguments':'{}'}}]},
    'finish_reason':'tool_calls'}],'usage':{'prompt_tokens':120,'completion_tokens':30,
    'total_tokens':150,'prompt_tokens_details':{'cached_tokens':80},
    'completion_tokens_details':{'reasoning_tokens':10}}}
    """,
    """
    {'choices':[{'index':0,'delta':{'role':'assistant','content':''}}]}
    {'choices':[{'index':0,'delta':{'reasoning_content':'Wäge ab '}}]}
    {'choices':[{'index':0,'delta':{'reasoning_content':'🌦.'}}]}
    {'choices':[{'index':0,'delta':{'content':'Grüße aus '}}]}
    {'choices':[{'index':0,'delta':{'content':'Ålesund 🌦!'}}]}
    {'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'call_a','type':'function',\
    'function':{'name':'weather','arguments':''}}]}}]}
    {'choices':[{'index':0,'delta':{'tool_calls':[{'index':1,'id':'call_b','type':'function',\
    'function':{'name':'now','arguments':'{'}}]}}]}
    {'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,\
    'function':{'arguments':'{\\'city\\':\\'Os'}}]}}]}
    {'choices':[{'index':0,'delta':{'tool_calls':[{'index':1,'function':{'arguments':'}'}}]}}]}
    {'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,\
    'function':{'arguments':'lo\\',\\'min\\':0.5}'}}]}}]}
    {'choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}]}
    {'choices':[],'usage':{'prompt_tokens':120,'completion_tokens':30,'total_tokens':150,\
    'prompt_tokens_details':{'cached_tokens':80},\
    'completion_tokens_details':{'reasoning_tokens':10}}}
    [DONE]
    """
  };
  static final String[] ANTHROPIC = {
    """
    {'id':'msg_1','type':'message','role':'assistant','content':[
    {'type':'thinking','thinking':'Wäge ab 🌦.','signature':'ErUB=='},
    {'type':'redacted_thinking','data':'EmwK'},
    {'type':'text','text':'Grüße aus Ålesund 🌦!'},
    {'type':'tool_use','id':'toolu_a','name':'weather','input':{'city':'Oslo','min':0.5}},
    {'type':'tool_use','id':'toolu_b','name':'now','input':{}}],'stop_reason':'tool_use',
    'usage':{'input_tokens':30,'cache_read_input_tokens':80,'cache_creation_input_tokens':10,
    'output_tokens':30,'output_tokens_details':{'thinking_tokens':10}}}
    """,
    """
    {'type':'message_start','message':{'id':'msg_1','type':'message','role':'assistant',\
    'content':[],'usage':{'input_tokens':30,'cache_read_input_tokens':80,\
    'cache_creation_input_tokens':10,'output_tokens':1}}}
    {'type':'content_block_start','index':0,\
    'content_block':{'type':'thinking','thinking':'','signature':''}}
    {'type':'content_block_delta','index':0,\
    'delta':{'type':'thinking_delta','thinking':'Wäge ab '}}
    {'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'🌦.'}}
    {'type':'content_block_delta','index':0,\
    'delta':{'type':'signature_delta','signature':'ErUB=='}}
    {'type':'content_block_stop','index':0}
    {'type':'content_block_start','index':1,\
    'content_block':{'type':'redacted_thinking','data':'EmwK'}}
    {'type':'content_block_stop','index':1}
    {'type':'content_block_start','index':2,'content_block':{'type':'text','text':''}}
    {'type':'content_block_delta','index':2,'delta':{'type':'text_delta','text':'Grüße aus '}}
    {'type':'content_block_delta','index':2,'delta':{'type':'text_delta','text':'Ålesund 🌦!'}}
    {'type':'content_block_stop','index':2}
    {'type':'content_block_start','index':3,\
    'content_block':{'type':'tool_use','id':'toolu_a','name':'weather','input':{}}}
    {'type':'content_block_delta','index':3,\
    'delta':{'type':'input_json_delta','partial_json':'{\\'city\\':\\'Os'}}
    {'type':'content_block_delta','index':3,\
    'delta':{'type':'input_json_delta','partial_json':'lo\\',\\'min\\':0.5}'}}
    {'type':'content_block_stop','index':3}
    {'type':'content_block_start','index':4,\
    'content_block':{'type':'tool_use','id':'toolu_b','name':'now','input':{}}}
    {'type':'content_block_stop','index':4}
    {'type':'message_delta','delta':{'stop_reason':'tool_use'},\
    'usage':{'output_tokens':30,'output_tokens_details':{'thinking_tokens':10}}}
    {'type':'message_stop'}
    """
  };
  static final String[] BEDROCK = {
    """
    {'output':{'message':{'role':'assistant','content':[
    {'reasoningContent':{'reasoningText':{'text':'Wäge ab 🌦.','signature':'ErUB=='}}},
    {'reasoningContent':{'redactedContent':'EmwK'}},
    {'text':'Grüße aus Ålesund 🌦!'},
    {'toolUse':{'toolUseId':'tooluse_a','name':'weather','input':{'city':'Oslo','min':0.5}}},
    {'toolUse':{'toolUseId':'tooluse_b','name':'now','input':{}}}]}},'stopReason':'tool_use',
    'usage':{'inputTokens':30,'outputTokens':30,'totalTokens':150,'cacheReadInputTokens':80,
    'cacheWriteInputTokens':10}}
    """,
    """
    {':event-type':'messageStart','payload':{'role':'assistant'}}
    {':event-type':'contentBlockDelta','payload':{'contentBlockIndex':0,\
    'delta':{'reasoningContent':{'text':'Wäge ab '}}}}
    {':event-type':'contentBlockDelta','payload':{'contentBlockIndex':0,\
    'delta':{'reasoningContent':{'text':'🌦.'}}}}
    {':event-type':'contentBlockDelta','payload':{'contentBlockIndex':0,\
    'delta':{'reasoningContent':{'signature':'ErUB=='}}}}
    {':event-type':'contentBlockStop','payload':{'contentBlockIndex':0}}
    {':event-type':'contentBlockDelta','payload':{'contentBlockIndex':1,\
    'delta':{'reasoningContent':{'redactedContent':'EmwK'}}}}
    {':event-type':'contentBlockStop','payload':{'contentBlockIndex':1}}
    {':event-type':'contentBlockDelta','payload':{'contentBlockIndex':2,\
    'delta':{'text':'Grüße aus '}}}
    {':event-type':'contentBlockDelta','payload':{'contentBlockIndex':2,\
    'delta':{'text':'Ålesund 🌦!'}}}
    {':event-type':'contentBlockStop','payload':{'contentBlockIndex':2}}
    {':event-type':'contentBlockStart','payload':{'contentBlockIndex':3,\
    'start':{'toolUse':{'name':'weather','toolUseId':'tooluse_a'}}}}
    {':event-type':'contentBlockDelta','payload':{'contentBlockIndex':3,\
    'delta':{'toolUse':{'input':'{\\'city\\':\\'Os'}}}}
    {':event-type':'contentBlockDelta','payload':{'contentBlockIndex':3,\
    'delta':{'toolUse':{'input':'lo\\',\\'min\\':0.5}'}}}}
    {':event-type':'contentBlockStop','payload':{'contentBlockIndex':3}}
    {':event-type':'contentBlockStart','payload':{'contentBlockIndex':4,\
    'start':{'toolUse':{'name':'now','toolUseId':'tooluse_b'}}}}
    {':event-type':'contentBlockStop','payload':{'contentBlockIndex':4}}
    {':event-type':'messageStop','payload':{'stopReason':'tool_use'}}
    {':event-type':'metadata','payload':{'usage':{'inputTokens':30,'outputTokens':30,\
    'totalTokens':150,'cacheReadInputTokens':80,'cacheWriteInputTokens':10}}}
    """
  };
  static final String[] GEMINI = {
    """
    {'candidates':[{'content':{'role':'model','parts':[{'text':'Wäge ab 🌦.','thought':true},
    {'text':'Grüße aus Ålesund 🌦!'},
    {'functionCall':{'id':'fc-a','name':'weather','args':{'city':'Oslo','min':0.5}},
    'thoughtSignature':'CiEBjz1r'},{'functionCall':{'id':'fc-b','name':'now'}}]},
    'finishReason':'STOP','index':0}],'usageMetadata':{'promptTokenCount':120,
    'cachedContentTokenCount':80,'candidatesTokenCount':20,'thoughtsTokenCount':10}}
    """,
    """
    {'candidates':[{'content':{'parts':[{'text':'Wäge ab ','thought':true}]},'index':0}]}
    {'candidates':[{'content':{'parts':[{'text':'🌦.','thought':true}]},'index':0}]}
    {'candidates':[{'content':{'parts':[{'text':'Grüße aus '}]},'index':0}]}
    {'candidates':[{'content':{'parts':[{'text':'Ålesund 🌦!'}]},'index':0}]}
    {'candidates':[{'content':{'parts':[{'functionCall':{'id':'fc-a','name':'weather',\
    'args':{'city':'Oslo','min':0.5}},'thoughtSignature':'CiEBjz1r'},\
    {'functionCall':{'id':'fc-b','name':'now'}}]},'index':0}]}
    {'candidates':[{'content':{'parts':[{'text':''}]},'finishReason':'STOP','index':0}],\
    'usageMetadata':{'promptTokenCount':120,'cachedContentTokenCount':80,\
    'candidatesTokenCount':20,'thoughtsTokenCount':10}}
    """
  };
  static final String[] COHERE = {
    """
    {'id':'1','finish_reason':'TOOL_CALL','message':{'role':'assistant',
    'content':[{'type':'thinking','thinking':'Wäge ab 🌦.'}],
    'tool_plan':'Grüße aus Ålesund 🌦!','tool_calls':[{'id':'weather_a','type':'function',
    'function':{'name':'weather','arguments':'{\\'city\\':\\'Oslo\\',\\'min\\':0.5}'}},
    {'id':'now_b','type':'function','function':{'name':'now','arguments':''}}]},
    'usage':{'billed_units':{'input_tokens':120,'output_tokens':30},'cached_tokens':80}}
    """,
    """
    {'type':'message-start','id':'1','delta':{'message':{'role':'assistant'}}}
    {'type':'content-start','index':0,\
    'delta':{'message':{'content':{'type':'thinking','thinking':''}}}}
    {'type':'content-delta','index':0,'delta':{'message':{'content':{'thinking':'Wäge ab '}}}}
    {'type':'content-delta','index':0,'delta':{'message':{'content':{'thinking':'🌦.'}}}}
    {'type':'content-end','index':0}
    {'type':'tool-plan-delta','delta':{'message':{'tool_plan':'Grüße aus '}}}
    {'type':'tool-plan-delta','delta':{'message':{'tool_plan':'Ålesund 🌦!'}}}
    {'type':'tool-call-start','index':0,'delta':{'message':{'tool_calls':{'id':'weather_a',\
    'type':'function','function':{'name':'weather','arguments':''}}}}}
    {'type':'tool-call-delta','index':0,'delta':{'message':{'tool_calls':{\
    'function':{'arguments':'{\\'city\\':\\'Os'}}}}}
    {'type':'tool-call-delta','index':0,'delta':{'message':{'tool_calls':{\
    'function':{'arguments':'lo\\',\\'min\\':0.5}'}}}}}
    {'type':'tool-call-end','index':0}
    {'type':'tool-call-start','index':1,'delta':{'message':{'tool_calls':{'id':'now_b',\
    'type':'function','function':{'name':'now','arguments':''}}}}}
    {'type':'tool-call-end','index':1}
    {'type':'message-end','delta':{'finish_reason':'TOOL_CALL','usage':{\
    'billed_units':{'input_tokens':120,'output_tokens':30},'cached_tokens':80}}}
    """
  };
  static final String[] MISTRAL = {
    """
    {'id':'1','choices':[{'index':0,'message':{'role':'assistant','content':[
    {'type':'thinking','thinking':[{'type':'text','text':'Wäge ab 🌦.'}]},
    {'type':'text','text':'Grüße aus Ålesund 🌦!'}],'tool_calls':[{'id':'A1b2C3d4E',
    'function':{'name':'weather','arguments':'{\\'city\\':\\'Oslo\\',\\'min\\':0.5}'}},
    {'id':'A1b2C3d4F','function':{'name':'now','arguments':{}}}]},
    'finish_reason':'tool_calls'}],'usage':{'prompt_tokens':120,'completion_tokens':30,
    'total_tokens':150,'prompt_tokens_details':{'cached_tokens':80}}}
    """,
    """
    {'choices':[{'index':0,'delta':{'role':'assistant','content':''}}]}
    {'choices':[{'index':0,'delta':{'content':[{'type':'thinking',\
    'thinking':[{'type':'text','text':'Wäge ab '}]}]}}]}
    {'choices':[{'index':0,'delta':{'content':[{'type':'thinking',\
    'thinking':[{'type':'text','text':'🌦.'}]}]}}]}
    {'choices':[{'index':0,'delta':{'content':'Grüße aus '}}]}
    {'choices':[{'index':0,'delta':{'content':'Ålesund 🌦!'}}]}
    {'choices':[{'index':0,'delta':{'content':'','tool_calls':[{'id':'A1b2C3d4E','index':0,\
    'function':{'name':'weather','arguments':'{\\'city\\':\\'Os'}}]}}]}
    {'choices':[{'index':0,'delta':{'content':'','tool_calls':[{'id':'null','index':0,\
    'function':{'name':'','arguments':'lo\\',\\'min\\':0.5}'}},{'id':'A1b2C3d4F','index':1,\
    'function':{'name':'now','arguments':''}}]},'finish_reason':'tool_calls'}],\
    'usage':{'prompt_tokens':120,'completion_tokens':30,'total_tokens':150,\
    'prompt_tokens_details':{'cached_tokens':80}}}
    [DONE]
    """
  };
  static final String[] OLLAMA = {
    """
    {'message':{'role':'assistant','content':'Grüße aus Ålesund 🌦!','thinking':'Wäge ab 🌦.',
    'tool_calls':[{'id':'call_k1','function':{'name':'weather',
    'arguments':{'city':'Oslo','min':0.5}}},{'id':'call_k2','function':{'name':'now',
    'arguments':{}}}]},'done_reason':'stop','done':true,'prompt_eval_count':120,
    'eval_count':30}
    """,
    """
    {'message':{'role':'assistant','content':'','thinking':'Wäge ab '},'done':false}
    {'message':{'role':'assistant','content':'','thinking':'🌦.'},'done':false}
    {'message':{'role':'assistant','content':'Grüße aus '},'done':false}
    {'message':{'role':'assistant','content':'Ålesund 🌦!'},'done':false}
    {'message':{'role':'assistant','content':'','tool_calls':[{'id':'call_k1',\
    'function':{'name':'weather','arguments':{'city':'Oslo','min':0.5}}}]},'done':false}
    {'message':{'role':'assistant','content':'','tool_calls':[{'id':'call_k2',\
    'function':{'name':'now','arguments':{}}}]},'done':false}
    {'message':{'role':'assistant','content':''},'done_reason':'stop','done':true,\
    'prompt_eval_count':120,'eval_count':30}
    """
  };

  private ProviderTexts() {}
}
