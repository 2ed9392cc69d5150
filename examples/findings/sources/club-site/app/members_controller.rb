# Members see and change their own entry; the board sees all.
class MembersController < ApplicationController
  before_action :require_login
  before_action :require_board, only: %i[index destroy]

  def index
    @members = Member.order(:name).limit(500)
  end

  def show
    @member = current_member
  end

  def edit
    @member = current_member
  end

  def update
    @member = current_member
    if @member.update(params.require(:member).permit!)
      redirect_to member_path, notice: "Saved."
    else
      render :edit, status: :unprocessable_entity
    end
  end

  def destroy
    member = Member.find(params[:id])
    member.destroy!
    redirect_to members_path, notice: "#{member.name} has left."
  end

  private

  def require_board
    head :forbidden unless current_member.board?
  end
end
