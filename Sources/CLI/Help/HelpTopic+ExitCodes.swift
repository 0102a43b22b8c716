extension HelpTopic {
  static let exitCodesText = """
    EXIT CODES

        0  everything is done: of a run, everything landed
        1  finished, but something did not land, deliver or get cleaned; or stopped by 'stop'
        3  configuration, tasks or trust: something that you wrote or have to approve
        4  environment: the repository's format, the doctor on the tip, the disk, a program that is missing
        5  refused because a run is live, or an unfinished one comes first
        6  a budget is spent: raise it, then 'resume' (a task's: 'retry' it first)
       64  usage: a mistyped command or option
       70  a fault of git orchestrate itself
      130  interrupted (Ctrl-C); 143 terminated. 'resume' goes on.
    """
}
